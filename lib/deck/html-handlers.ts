import type { Element, ElementContent } from 'hast';
import type {
  Code,
  Heading,
  Html as RawHtml,
  Image,
  InlineCode,
  Link,
  ListItem,
  Parents,
  Paragraph,
  Table,
  Text,
} from 'mdast';
import { defaultHandlers, type Handlers, type State } from 'mdast-util-to-hast';
import { blankElement, type BlankView } from '#lib/deck/blank-view.ts';
import { imageSource } from '#lib/deck/image-source.ts';
import { linkTarget } from '#lib/deck/link-target.ts';
import { splitAtBlanks } from '#lib/deck/placeholders.ts';
import { codeElement, inlineCodeElement } from '#lib/deck/render-code.ts';
import { isComment } from '#lib/deck/split-phrase.ts';

/** What the HTML of a card depends on besides its Markdown. */
export interface RenderContext {
  /** Language of fences that name none. */
  readonly codeLang: string | null;
  /** Address of an image in the deck's folder. */
  readonly imageUrl: (path: string) => string;
  /** In CSS pixels; `null` when unknown. */
  readonly imageSize: (path: string) => { readonly width: number; readonly height: number } | null;
}

function text(value: string): ElementContent {
  return { type: 'text', value };
}

function element(tagName: string, properties: Element['properties'], children: ElementContent[]): Element {
  return { type: 'element', tagName, properties, children };
}

function textWithBlanks(node: Text, view: BlankView): ElementContent[] {
  return splitAtBlanks(node.value, view.mark).flatMap((piece) => {
    if (typeof piece === 'string') return [text(piece)];
    const blank = view.blanks[piece];
    const answer = text(blank?.answer ?? '');
    return blankElement(piece, blank?.asCode === true ? [element('code', {}, [answer])] : [answer], view);
  });
}

/** An image that may not be shown leaves its alternative text. */
function image(node: Image, context: RenderContext): ElementContent {
  const source = imageSource(node.url);
  const alt = node.alt ?? '';
  if ('problem' in source) return text(alt);
  const size = context.imageSize(source.path);
  const sizes = size === null ? {} : { width: size.width, height: size.height };
  return element(
    'img',
    { src: context.imageUrl(source.path), alt, ...sizes, loading: 'lazy', decoding: 'async' },
    [],
  );
}

/** A link that may not be followed leaves its text. */
function link(state: State, node: Link): ElementContent[] {
  const children = state.all(node);
  if (linkTarget(node.url) !== 'safe') return children;
  return [element('a', { href: node.url, rel: ['noopener', 'noreferrer'] }, children)];
}

function rawHtml(node: RawHtml, parent: Parents | undefined): ElementContent | undefined {
  if (isComment(node.value)) return undefined;
  const isInline = parent?.type !== 'root' && parent?.type !== 'blockquote' && parent?.type !== 'listItem';
  return isInline ? text(node.value) : element('p', {}, [text(node.value)]);
}

/** A box as a character: a form control would need a label, and could not be used anyway. */
function listItem(state: State, node: ListItem, parent: Parents | undefined): Element {
  if (typeof node.checked !== 'boolean') return defaultHandlers.listItem(state, node, parent);
  const [first, ...rest] = node.children;
  const box = { type: 'text' as const, value: node.checked ? '☑ ' : '☐ ' };
  const lead: Paragraph = {
    type: 'paragraph',
    children: first?.type === 'paragraph' ? [box, ...first.children] : [box],
  };
  const others = first?.type === 'paragraph' ? rest : node.children;
  return defaultHandlers.listItem(state, { ...node, checked: null, children: [lead, ...others] }, parent);
}

function table(state: State, node: Table): Element {
  const properties = { className: ['table-scroll'], tabIndex: 0, role: 'group', ariaLabel: 'Table' };
  return element('div', properties, [defaultHandlers.table(state, node)]);
}

/** From Markdown's tree to HTML's, where Ackademy differs from the usual way. */
export function htmlHandlers(context: RenderContext, view: BlankView): Handlers {
  return {
    text: (_: State, node: Text) => textWithBlanks(node, view),
    inlineCode: (_: State, node: InlineCode) => inlineCodeElement(node, view),
    code: (_: State, node: Code) => codeElement(node, context.codeLang, view),
    image: (_: State, node: Image) => image(node, context),
    link,
    html: (_: State, node: RawHtml, parent: Parents | undefined) => rawHtml(node, parent),
    // The page's own headings come above those of a card.
    heading: (state: State, node: Heading) =>
      element(`h${String(Math.max(3, node.depth))}`, {}, state.all(node)),
    listItem,
    table,
  };
}
