import type { AnswerText, Body } from '#lib/cards/prompt.ts';
import type { DeckAnswers } from '#lib/grade/deck-answers.ts';
import { diff } from '#lib/grade/diff.ts';
import { longestCompared } from '#lib/grade/typing-errors.ts';
import {
  type Expected,
  judge,
  type Judgement,
  type ReadText,
  readText,
  shown,
  spaced,
} from '#lib/grade/grade-text.ts';
import { numberValue } from '#lib/grade/number-value.ts';
import type { Grade, TextGrade, Verdict } from '#lib/grade/verdict.ts';

/** For each typed item how much it is worth in each place of the list: 0, not at all, to 3, right. */
type Worths = readonly (readonly number[])[];

/**
 * The place of each typed item, no two in the same, so that as many as can be are placed and right ones are placed
 * first; `null`: none. (Augmenting paths: what has a place keeps one.)
 */
function assigned(worths: Worths, count: number): (number | null)[] {
  const ownerOf = new Array<number | null>(count).fill(null);
  for (const least of [3, 2, 1]) {
    for (const at of worths.keys()) {
      if (!ownerOf.includes(at)) place(worths, ownerOf, at, least, new Set());
    }
  }
  return Array.from(worths, (_, at) => {
    const place = ownerOf.indexOf(at);
    return place === -1 ? null : place;
  });
}

function place(
  worths: Worths,
  ownerOf: (number | null)[],
  at: number,
  least: number,
  seen: Set<number>,
): boolean {
  for (const [index, value] of (worths[at] ?? []).entries()) {
    if (value < least || seen.has(index)) continue;
    seen.add(index);
    const owner = ownerOf[index] ?? null;
    if (owner !== null && !place(worths, ownerOf, owner, least, seen)) continue;
    ownerOf[index] = at;
    return true;
  }
  return false;
}

/** The place of each typed item that is in the longest part of them which is in order; `null`: it does not. */
function inOrder(worths: Worths, count: number): (number | null)[] {
  // That one more is placed counts for more than how right each of them is.
  const value = (at: number, index: number) => {
    const worth = worths[at]?.[index] ?? 0;
    return worth === 0 ? 0 : 1000 * (worth > 1 ? 2 : 1) + worth;
  };
  const best = Array.from({ length: worths.length + 1 }, () => new Array<number>(count + 1).fill(0));
  const from = (at: number, index: number) => best[at]?.[index] ?? 0;
  for (let at = worths.length - 1; at >= 0; at -= 1) {
    const row = best[at] ?? [];
    for (let index = count - 1; index >= 0; index -= 1) {
      const gain = value(at, index);
      const taken = gain === 0 ? 0 : gain + from(at + 1, index + 1);
      row[index] = Math.max(taken, from(at + 1, index), from(at, index + 1));
    }
  }
  const places: (number | null)[] = [];
  let index = 0;
  for (const at of worths.keys()) {
    while (index < count && from(at, index) === from(at, index + 1)) index += 1;
    const isTaken = index < count && from(at, index) !== from(at + 1, index);
    places.push(isTaken ? index : null);
    if (isTaken) index += 1;
  }
  return places;
}

const separator = /[,;，；、→\n]|\s(?:and|&|->|=>)\s/iy;
const open = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** Offset after the quotation mark or bracket that closes what begins at `at`; `null`: nothing does. */
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
      // The space after `and` may be the one before another.
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
 * What was typed in one line, as items: commas, semicolons, arrows, line ends and `and` separate them, unless the pieces
 * together are an item of the list, as in `SYN and ACK`. Spaces alone are enough where each word is an item of the list, and there are
 * as many words as items.
 */
function splitItems(text: string, wanted: readonly (readonly AnswerText[])[]): string[] {
  // Letter by letter: `SYN, ACK` are two things, also where `SYN-ACK` is one.
  const keys = new Set(wanted.flat().map(({ text }) => plain(text)));
  const isItem = (part: string) => keys.has(plain(part));
  const words = text.trim().split(/\s+/);
  if (words.length === wanted.length && words.every(isItem)) return words;
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

type Typed = Extract<Body, { kind: 'typed' }>;
type List = NonNullable<Typed['list']>;
type ListGrade = Extract<Grade, { kind: 'list' }>;

const worth: Record<Verdict, number> = { right: 3, slip: 2, close: 1, wrong: 0 };

function textOf(item: readonly AnswerText[]): string {
  return item[0]?.text ?? '';
}

/** Compares a typed item with each item of the list. */
interface Row {
  readonly read: ReadText;
  readonly judgements: readonly Judgement[];
}

/** A right item in a wrong place, or one named twice, with the item that belongs there. */
function displaced(
  { typed }: ReadText,
  belongs: readonly AnswerText[] | undefined,
  note: TextGrade['note'],
): TextGrade {
  const answer = belongs?.[0] ?? { text: '', isCode: false };
  return { verdict: 'wrong', typed, expected: answer.text, diff: diff(answer, typed), note };
}

/** A typed item that is not in the list, with the nearest one that is. */
function strange({ read, judgements }: Row, items: List['items']): TextGrade {
  const noted = judgements.find(({ note }) => note !== null) ?? {
    verdict: 'wrong',
    answer: null,
    note: null,
  };
  const shownItems = judgements.length === 0 ? items.slice(0, 1) : items;
  return shown(read, { ...noted, verdict: 'wrong', answer: null }, shownItems.flat());
}

function verdictOf(items: readonly TextGrade[], isWhole: boolean): Verdict {
  if (!isWhole || items.some(({ verdict }) => verdict === 'wrong')) return 'wrong';
  if (items.some(({ verdict }) => verdict === 'close')) return 'close';
  return items.some(({ verdict }) => verdict === 'slip') ? 'slip' : 'right';
}

/** The items, if they were typed as the page shows them: whatever they contain, they are right. */
function asShown(typed: string, items: List['items']): string[] | null {
  const first = items.map((alternates) => alternates[0]?.text ?? '');
  return spaced(first.join(', ')) === spaced(typed) ? first : null;
}

/** Grades several things that were typed in one line. Where they are numbered, the longest ordered part of them counts. */
export function gradeList(text: string, list: List, not: Expected['not'], others: DeckAnswers): ListGrade {
  const { items: wanted, anyOrder } = list;
  const typed = text.trim();
  const texts =
    typed.length > longestCompared ? [typed] : (asShown(typed, wanted) ?? splitItems(typed, wanted));
  const rows = texts.map((one, at): Row => {
    const read = readText(one);
    const isCompared = at < 2 * wanted.length + 2;
    return {
      read,
      judgements: isCompared
        ? wanted.map((accepted) => judge(read, { accepted, not, parentheses: 'same' }, others))
        : [],
    };
  });
  const worths = rows.map(({ judgements }) => judgements.map(({ verdict }) => worth[verdict]));
  const places = anyOrder ? assigned(worths, wanted.length) : inOrder(worths, wanted.length);
  const isKnown = (at: number) => (worths[at] ?? []).some((value) => value > 0);
  const items = rows.map((row, at): TextGrade => {
    const place = places[at] ?? null;
    const judgement = place === null ? undefined : row.judgements[place];
    if (place !== null && judgement !== undefined) return shown(row.read, judgement, wanted[place] ?? []);
    return isKnown(at)
      ? displaced(row.read, wanted[at], anyOrder ? null : { kind: 'misplaced' })
      : strange(row, wanted);
  });
  const placed = new Set(places);
  const isNamed = (index: number) => worths.some((values) => (values[index] ?? 0) > 0);
  const missing = wanted.filter((_, index) => !placed.has(index) && !isNamed(index)).map(textOf);
  const isWhole = wanted.every((_, index) => placed.has(index)) && texts.length > 0;
  // Where the order counts, an item in a wrong place is one that is missing from its own.
  const extra = items.filter(({ verdict }, at) => verdict === 'wrong' && (anyOrder || !isKnown(at))).length;
  const right = items.filter(({ verdict }) => verdict === 'right' || verdict === 'slip').length;
  return {
    kind: 'list',
    verdict: verdictOf(items, isWhole),
    credit: right / (wanted.length + extra),
    items,
    missing,
  };
}
