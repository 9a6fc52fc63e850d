import type { AnswerText } from '#lib/deck/prompt.ts';
import { numberValue } from './number-value.ts';

const separator = /[,;，；、→\n]|\s(?:and|&|->|=>)\s/iy;
const open = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Offset behind the quotation mark or bracket that closes what begins at `at`; `null`: nothing does. */
function closedAt(text: string, at: number): number | null {
  const char = text.charAt(at);
  if (char === '"' || char === "'") {
    // Between letters it is an apostrophe; the letters of a prefix, as in `b''`, stand alone.
    const before = /([\p{L}\p{N}_]+)$/u.exec(text.slice(Math.max(0, at - 3), at))?.[0] ?? '';
    if (before !== '' && !/^[rbuf]{1,2}$/i.test(before)) return null;
    const end = text.indexOf(char, at + 1);
    return end === -1 ? null : end + 1;
  }
  const close = open.get(char);
  if (close === undefined) return null;
  let depth = 0;
  for (let index = at; index < text.length; index += 1) {
    if (text.charAt(index) === char) depth += 1;
    else if (text.charAt(index) === close) depth -= 1;
    if (depth === 0) return index + 1;
  }
  return null;
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

function pieces(text: string): Piece[] {
  const result: Piece[] = [];
  let [start, at] = [0, 0];
  while (at < text.length) {
    separator.lastIndex = at;
    const length = separator.exec(text)?.[0].length ?? 0;
    if (length > 0) {
      result.push({ start, end: at });
      // The space behind `and` may be the one before another.
      start = at + (length > 1 ? length - 1 : length);
      at = start;
    } else at = closedAt(text, at) ?? at + 1;
  }
  return [...result, { start, end: text.length }];
}

function plain(text: string): string {
  return numberValue(text.trim()) ?? text.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** Above so many pieces nothing is joined again: nobody wrote a separator so often within an item. */
const mostJoined = 3;

/**
 * What was typed in one line, as items: commas, semicolons, arrows, line ends and `and` stand between them, unless the pieces
 * together are an item of the list, as in `SYN and ACK`.
 */
export function splitItems(text: string, wanted: readonly (readonly AnswerText[])[]): string[] {
  // Letter by letter: `SYN, ACK` are two things, also where `SYN-ACK` is one.
  const keys = new Set(wanted.flat().map(({ text }) => plain(text)));
  const isItem = (part: string) => keys.has(plain(part));
  const found = pieces(text);
  const items: string[] = [];
  for (let at = 0; at < found.length; at += 1) {
    const start = found[at]?.start ?? 0;
    let last = at;
    for (let to = Math.min(at + mostJoined, found.length - 1); to > at && last === at; to -= 1) {
      if (isItem(text.slice(start, found[to]?.end))) last = to;
    }
    const item = text
      .slice(start, found[last]?.end)
      .trim()
      .replace(/^(?:and|&)\s+/i, '');
    if (item !== '') items.push(item);
    at = last;
  }
  return items;
}
