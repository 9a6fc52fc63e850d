import type { Html } from '#lib/cards/prompt.ts';

/** Markup as a tree; a string is text. */
export type HtmlNode =
  | string
  | {
      readonly tag: string;
      /** By their names in HTML. */
      readonly attributes: Readonly<Record<string, string>>;
      readonly children: readonly HtmlNode[];
    };

const voidTags: ReadonlySet<string> = new Set(['br', 'hr', 'img']);
const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const tagPattern = /<(\/?)([a-z][a-z0-9]*)((?:\s+[^\s=>/]+(?:="[^"]*"|='[^']*'|=[^\s"'>]*)?)*)\s*\/?>/g;
const attributePattern = /([^\s=>/]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]*)))?/g;

/**
 * What `html` consists of, so that something else can take the place of one of its elements. It reads what
 * `render-html.ts` writes, in which every element that can have children is closed.
 */
export function htmlTree(html: Html): readonly HtmlNode[] {
  const root: HtmlNode[] = [];
  const open: HtmlNode[][] = [root];
  let read = 0;
  const addText = (end: number) => {
    if (end > read) open.at(-1)?.push(decoded(html.slice(read, end)));
  };
  for (const tag of html.matchAll(tagPattern)) {
    const [whole, slash, name = '', attributes = ''] = tag;
    addText(tag.index);
    read = tag.index + whole.length;
    if (slash === '/') {
      if (open.length > 1) open.pop();
      continue;
    }
    const children: HtmlNode[] = [];
    open.at(-1)?.push({ tag: name, attributes: attributesOf(attributes), children });
    if (!voidTags.has(name)) open.push(children);
  }
  addText(html.length);
  return root;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(attributePattern)].map(([, name = '', double, single, bare]) => [
      name,
      decoded(double ?? single ?? bare ?? ''),
    ]),
  );
}

function decoded(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return entities[name] ?? whole;
    return String.fromCodePoint(typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal));
  });
}
