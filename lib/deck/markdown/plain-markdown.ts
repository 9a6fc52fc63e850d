import type { Code, Heading, Paragraph, PhrasingContent, RootContent } from 'mdast';
import { type SourceLine, sourceLines } from '#lib/diagnostics/finding.ts';

type Position = NonNullable<Paragraph['position']>;

/** Characters that a parser of all of Markdown treats in ways of its own. */
const unusual = /[\ufeff\0-\t\v-\x1f]/;
/** What may be markup outside code; a `_` inside a word is none. */
const otherMarkup = /[`*\\&<[\]~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/;
/** A line that begins so may begin, or change, a block. */
const blockStart = /^(?:[ #>+=:|-]|\*(?!\*[A-Za-z])|\d{1,9}[.)]|`{3})/;
const blankLine = /^ *$/;
const fenceOpen = /^(`{3,})([a-z0-9]*)$/;
const headingLine = /^## (?=[^ #])([^#]*[^ #])( *)$/;
/** Code or bold words, where nothing around them can change what they are. */
const inlineMarkup =
  /(?<![`*])(?:`([^`*\n ](?:[^`*\n]*[^`*\n ])?)`(?!`)|(?<=^|[ \n])\*\*([A-Za-z](?:[^*`\n]*[A-Za-z0-9])?(?=\*\*[.,;]|:?\*\*(?:[ \n]|$)):?)\*\*)/g;

/** Reads one text whose lines are known. */
class PlainText {
  readonly #text: string;
  readonly #lines: readonly SourceLine[];

  constructor(text: string) {
    this.#text = text;
    this.#lines = sourceLines(text);
  }

  lineAt(index: number): string | null {
    const line = this.#lines[index];
    return line === undefined ? null : this.#text.slice(line.start, line.end);
  }

  startOf(index: number): number {
    return this.#lines[index]?.start ?? this.#text.length;
  }

  endOf(index: number): number {
    return this.#lines[index]?.end ?? this.#text.length;
  }

  /** @param line index of a line at or before `start` */
  position(start: number, end: number, line: number): Position {
    return { start: this.#point(start, line), end: this.#point(end, line) };
  }

  #point(offset: number, from: number): Position['start'] {
    let line = from;
    while (line + 1 < this.#lines.length && this.startOf(line + 1) <= offset) line++;
    return { line: line + 1, column: offset - this.startOf(line) + 1, offset };
  }

  /** `null` where there is markup other than code and bold words. */
  phrasing(start: number, end: number, line: number): PhrasingContent[] | null {
    const content = this.#text.slice(start, end);
    const nodes: PhrasingContent[] = [];
    let from = 0;
    const addText = (to: number): boolean => {
      const value = content.slice(from, to);
      if (otherMarkup.test(value)) return false;
      if (value !== '')
        nodes.push({ type: 'text', value, position: this.position(start + from, start + to, line) });
      return true;
    };
    for (const match of content.matchAll(inlineMarkup)) {
      const [whole, code, bold] = match;
      if (!addText(match.index) || otherMarkup.test(bold ?? '')) return null;
      from = match.index + whole.length;
      const begin = start + match.index;
      const position = this.position(begin, start + from, line);
      if (code !== undefined) nodes.push({ type: 'inlineCode', value: code, position });
      else if (bold !== undefined) {
        const inner = this.position(begin + 2, start + from - 2, line);
        nodes.push({ type: 'strong', children: [{ type: 'text', value: bold, position: inner }], position });
      }
    }
    return addText(content.length) ? nodes : null;
  }
}

/** The fence that `line` opens, and the index of its last line; `null` where it is not closed. */
function fenceAt(plain: PlainText, first: number): { node: Code; last: number } | null {
  const open = fenceOpen.exec(plain.lineAt(first) ?? '');
  if (open === null) return null;
  const [, run = '', lang = ''] = open;
  const values: string[] = [];
  for (let last = first + 1; ; last++) {
    const line = plain.lineAt(last);
    if (line === null) return null;
    if (line !== run) {
      if (/^ *```/.test(line)) return null;
      values.push(line);
      continue;
    }
    const position = plain.position(plain.startOf(first), plain.endOf(last), first);
    return {
      node: { type: 'code', lang: lang === '' ? null : lang, meta: null, value: values.join('\n'), position },
      last,
    };
  }
}

function headingAt(plain: PlainText, first: number): Heading | null {
  const match = headingLine.exec(plain.lineAt(first) ?? '');
  if (match === null) return null;
  const start = plain.startOf(first);
  const end = plain.endOf(first) - (match[2] ?? '').length;
  const children = plain.phrasing(start + 3, end, first);
  return (
    children && {
      type: 'heading',
      depth: 2,
      children,
      position: plain.position(start, plain.endOf(first), first),
    }
  );
}

function paragraphAt(plain: PlainText, first: number): { node: Paragraph; last: number } | null {
  let last = first;
  for (let next = first; ; next++) {
    const line = plain.lineAt(next);
    if (line === null || blankLine.test(line) || (next > first && fenceOpen.test(line))) break;
    if (blockStart.test(line) || line.endsWith(' ')) return null;
    last = next;
  }
  const [start, end] = [plain.startOf(first), plain.endOf(last)];
  const children = plain.phrasing(start, end, first);
  return (
    children && { node: { type: 'paragraph', children, position: plain.position(start, end, first) }, last }
  );
}

/**
 * Reads the Markdown that most cards consist of, many times faster than a parser of all of Markdown: headings, paragraphs
 * of plain text, code and bold words, and fences.
 *
 * @returns the same nodes that the parser of all of Markdown gives; `null` where the text holds anything else.
 */
export function plainMarkdown(text: string): RootContent[] | null {
  if (unusual.test(text)) return null;
  const plain = new PlainText(text);
  const nodes: RootContent[] = [];
  for (let index = 0; ; index++) {
    const line = plain.lineAt(index);
    if (line === null) return nodes;
    if (blankLine.test(line)) continue;
    const heading = headingAt(plain, index);
    if (heading !== null) {
      nodes.push(heading);
      continue;
    }
    const block = fenceAt(plain, index) ?? paragraphAt(plain, index);
    if (block === null) return null;
    nodes.push(block.node);
    index = block.last;
  }
}
