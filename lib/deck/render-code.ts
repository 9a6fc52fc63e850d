import type { Element, ElementContent } from 'hast';
import type { Code, InlineCode } from 'mdast';
import { blankElement, type BlankView } from '#lib/deck/blank-view.ts';
import { highlight } from '#lib/deck/highlight.ts';
import { splitAtBlanks } from '#lib/deck/placeholders.ts';

const languageNames = new Map([
  ['python', 'Python'],
  ['py', 'Python'],
  ['c', 'C'],
  ['typescript', 'TypeScript'],
  ['ts', 'TypeScript'],
  ['javascript', 'JavaScript'],
  ['js', 'JavaScript'],
  ['sh', 'Shell'],
  ['shell', 'Shell'],
  ['bash', 'Shell'],
  ['lab', 'Lab'],
]);

/** Markdown leaves back slashes in code alone, so `\{{` is made literal here. */
function unescapeBraces(code: string): string {
  return code.replace(/(\\+)(?=\{\{)/g, (slashes) => (slashes.length % 2 === 1 ? slashes.slice(1) : slashes));
}

interface Stretch {
  readonly text: string;
  readonly blank: number | null;
}

function stretches(value: string, view: BlankView): Stretch[] {
  return splitAtBlanks(value, view.mark).map((piece): Stretch =>
    typeof piece === 'number'
      ? { text: view.blanks[piece]?.answer ?? '', blank: piece }
      : { text: unescapeBraces(piece), blank: null },
  );
}

function token(text: string, tokenClass: string | null): ElementContent {
  const content: ElementContent = { type: 'text', value: text };
  if (tokenClass === null) return content;
  return {
    type: 'element',
    tagName: 'span',
    properties: { className: [`tok-${tokenClass}`] },
    children: [content],
  };
}

/** Highlights the code with every answer in its place, then cuts the tokens at the ends of the blanks. */
function codeChildren(pieces: readonly Stretch[], lang: string | null, view: BlankView): ElementContent[] {
  const tokens = highlight(pieces.map((piece) => piece.text).join(''), lang);
  const children: ElementContent[] = [];
  let index = 0;
  let used = 0;
  for (const piece of pieces) {
    const inside: ElementContent[] = [];
    let left = piece.text.length;
    while (left > 0) {
      const current = tokens[index];
      if (current === undefined) break;
      const text = current.text.slice(used, used + left);
      inside.push(token(text, current.tokenClass));
      left -= text.length;
      used += text.length;
      if (used < current.text.length) continue;
      index++;
      used = 0;
    }
    children.push(...(piece.blank === null ? inside : blankElement(piece.blank, inside, view)));
  }
  return children;
}

/** A code block. It can be reached with the keyboard, since it may scroll. */
export function codeElement(node: Code, defaultLang: string | null, view: BlankView): Element {
  const lang = (node.lang ?? defaultLang ?? 'text').toLowerCase();
  const name = languageNames.get(lang);
  const pieces = stretches(node.value.replace(/\r\n?/g, '\n'), view);
  const code: Element = {
    type: 'element',
    tagName: 'code',
    properties: {},
    children: codeChildren(pieces, lang, view),
  };
  const ariaLabel = name === undefined ? 'Code' : `${name} code`;
  return {
    type: 'element',
    tagName: 'pre',
    properties: { className: ['code'], dataLang: lang, tabIndex: 0, role: 'group', ariaLabel },
    children: [code],
  };
}

export function inlineCodeElement(node: InlineCode, view: BlankView): Element {
  const pieces = stretches(node.value.replace(/\r\n?|\n/g, ' '), view);
  return { type: 'element', tagName: 'code', properties: {}, children: codeChildren(pieces, null, view) };
}
