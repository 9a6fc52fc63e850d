import { lineComments } from '#lib/deck/syntax/comments.ts';
import type { SourceLine } from '#lib/diagnostics/finding.ts';

/** The text of a line after its white space and the markers of list items. */
interface LineStart {
  /** Offset in the line. */
  readonly at: number;
  /** Columns before it. */
  readonly columns: number;
  /** It is indented so far that it is code, and opens nothing. */
  readonly isIndentedCode: boolean;
}

const listMarker = /^(?:[-+*]|\d{1,9}[.)])(?:[ \t]{1,4}(?![ \t])|(?=[ \t]|$))/;

/** The first column that is not white space; a tab ends at the next multiple of four (CommonMark 0.31, section 2.2). */
function indentation(line: string): { readonly columns: number; readonly at: number } {
  let columns = 0;
  let at = 0;
  for (; ; at++) {
    const char = line.charAt(at);
    if (char === ' ') columns++;
    else if (char === '\t') columns += 4 - (columns % 4);
    else return { columns, at };
  }
}

/** Tracks the list items that contain the lines of a text, as far as their indentation shows. */
class ItemMargins {
  /** Columns at which the text of the items that contain the current line begins. */
  readonly #margins: number[] = [];

  /** Columns at which the text of the innermost item begins; 0 outside lists. */
  get margin(): number {
    return this.#margins.at(-1) ?? 0;
  }

  /** Takes the next line outside fences and comments. */
  next(line: string): LineStart {
    let { columns, at } = indentation(line);
    if (at === line.length) return { at, columns, isIndentedCode: false };
    while (this.margin > columns) this.#margins.pop();
    for (;;) {
      if (columns - this.margin > 3) return { at, columns, isIndentedCode: true };
      const marker = listMarker.exec(line.slice(at, at + 16))?.[0];
      if (marker === undefined) return { at, columns, isIndentedCode: false };
      at += marker.length;
      columns += marker.length;
      this.#margins.push(/[ \t]$/.test(marker) ? columns : columns + 1);
      const rest = indentation(line.slice(at));
      at += rest.at;
      columns += rest.columns;
      if (at >= line.length) return { at, columns, isIndentedCode: false };
    }
  }
}

/**
 * The role of a line before any Markdown is parsed. `fence-open` and `fence-close` are the lines of backticks or tildes,
 * `fence` the lines between them; `comment` is every line of an HTML comment that spans lines.
 */
export type LineRole = 'text' | 'fence-open' | 'fence' | 'fence-close' | 'comment';

interface Unclosed {
  readonly what: 'fence' | 'comment';
  /** Index of the line that opens it. */
  readonly line: number;
  /**
   * Index of the line that looks like the end of a fence in a list item but is not indented enough: it opens another
   * fence.
   */
  readonly outdentedEnd?: number;
}

export interface LineRoles {
  readonly roles: readonly LineRole[];
  readonly unclosed: readonly Unclosed[];
}

interface OpenFence {
  readonly what: 'fence';
  readonly line: number;
  readonly marker: string;
  readonly length: number;
  /** Whether text follows the marker; a line that ends a fence has none. */
  readonly hasInfo: boolean;
  /** A fence of Markdown may show a whole card; other fences contain none. */
  readonly holdsCards: boolean;
  /** Column at which the text of the list item with the fence begins; 0 outside a list. */
  readonly margin: number;
}

type Open = OpenFence | { readonly what: 'comment'; readonly line: number };

const fenceOpening = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const fenceClosing = /^(`{3,}|~{3,})[ \t]*$/;
const commentOpening = /^ {0,3}<!--/;
const anyOpening = /^[ \t]*(?:(?:[-+*]|\d{1,9}[.)])[ \t]+)*(?:```|~~~|<!--)/m;
const headingWithId = /^##[ \t].*<!--\s*(?:[a-z]+;\s*)*id\s*:/;

export function isCardHeading(line: string): boolean {
  return /^##(?:[ \t]|$)/.test(line);
}

/** @param margins of the items that contain the line, which this call passes to them */
function openFence(line: string, index: number, margins: ItemMargins): OpenFence | null {
  const { at, isIndentedCode } = margins.next(line);
  const match = isIndentedCode ? null : fenceOpening.exec(line.slice(at));
  if (match === null) return null;
  const run = match[1] ?? match[3] ?? '';
  const info = (match[2] ?? match[4] ?? '').trim();
  return {
    what: 'fence',
    line: index,
    marker: run.charAt(0),
    length: run.length,
    hasInfo: info !== '',
    holdsCards: /^(?:md|markdown)\b/i.test(info),
    margin: margins.margin,
  };
}

function looksLikeEnd(fence: OpenFence, line: string): boolean {
  const run = fenceClosing.exec(line.trimStart())?.[1];
  return run !== undefined && run.startsWith(fence.marker) && run.length >= fence.length;
}

function closes(fence: OpenFence, line: string): boolean {
  return looksLikeEnd(fence, line) && indentation(line).columns - fence.margin <= 3;
}

/** Whether the list item with the fence ends before the line. */
function leavesItem({ margin }: OpenFence, line: string): boolean {
  if (margin === 0) return false;
  const { columns, at } = indentation(line);
  return columns < margin && at < line.length;
}

function opensComment(line: string): boolean {
  return commentOpening.test(line) && lineComments(line).opensAt !== null;
}

/**
 * The role of each line, in one pass. A fence or comment without an end ends before the next card, so only one card is
 * lost. So does a fence that runs into a heading with an id, or over a heading into the first line of another fence.
 */
export function lineRoles(text: string, lines: readonly SourceLine[]): LineRoles {
  if (!anyOpening.test(text)) return { roles: lines.map(() => 'text'), unclosed: [] };
  const roles: LineRole[] = [];
  const unclosed: Unclosed[] = [];
  // An end that the rest of the file does not have is not searched for again, so the pass stays linear.
  const endless = new Map<string, number>();
  let open: Open | null = null;
  // The first line of the open fence that may be the heading of a card.
  let headingAt: number | null = null;
  let margins = new ItemMargins();

  const lineText = (index: number): string => {
    const line = lines[index];
    return line === undefined ? '' : text.slice(line.start, line.end);
  };
  const isEndless = (opened: Open): boolean =>
    opened.what === 'comment'
      ? endless.has('comment')
      : opened.margin === 0 && opened.length >= (endless.get(opened.marker) ?? Infinity);
  const giveUp = (opened: Open): void => {
    unclosed.push({ what: opened.what, line: opened.line });
    if (opened.what === 'comment') endless.set('comment', 0);
    else if (opened.margin === 0)
      endless.set(opened.marker, Math.min(opened.length, endless.get(opened.marker) ?? Infinity));
  };

  for (let i = 0; ; i++) {
    if (i >= lines.length) {
      if (open === null) break;
      const opened: Open = open;
      giveUp(opened);
      open = null;
      i = opened.line + 1;
      while (i < lines.length && !isCardHeading(lineText(i))) i++;
      if (i >= lines.length) break;
      roles.length = i;
      margins = new ItemMargins();
    }
    const line = lineText(i);
    if (open?.what === 'fence' && leavesItem(open, line)) {
      const outdented = looksLikeEnd(open, line) ? { outdentedEnd: i } : {};
      unclosed.push({ what: 'fence', line: open.line, ...outdented });
      open = null;
    }
    if (open?.what === 'fence' && !open.holdsCards) {
      if (isCardHeading(line)) headingAt ??= i;
      const inner = headingAt === null ? null : openFence(line, i, new ItemMargins());
      if (
        headingAt !== null &&
        inner?.hasInfo &&
        inner.marker === open.marker &&
        inner.length >= open.length
      ) {
        unclosed.push({ what: 'fence', line: open.line });
        open = null;
        roles.length = headingAt;
        i = headingAt - 1;
        headingAt = null;
        margins = new ItemMargins();
        continue;
      }
    }
    if (open?.what === 'fence' && !open.holdsCards && headingWithId.test(line)) {
      unclosed.push({ what: 'fence', line: open.line });
      open = null;
    }
    if (open === null) {
      const opened: Open | null =
        openFence(line, i, margins) ?? (opensComment(line) ? { what: 'comment', line: i } : null);
      roles.push(opened === null ? 'text' : opened.what === 'fence' ? 'fence-open' : 'comment');
      if (opened === null) continue;
      if (isEndless(opened)) {
        unclosed.push({ what: opened.what, line: i });
        while (i + 1 < lines.length && !isCardHeading(lineText(i + 1))) {
          roles.push(opened.what);
          i++;
        }
      } else {
        open = opened;
        headingAt = null;
      }
    } else if (open.what === 'fence') {
      const closing = closes(open, line);
      roles.push(closing ? 'fence-close' : 'fence');
      if (closing) open = null;
    } else {
      roles.push('comment');
      // A comment that begins and ends on this line belongs to a heading that is commented out.
      if (line.includes('-->') && lineComments(line).closes) open = null;
    }
  }
  return { roles, unclosed };
}
