import type { AnswerText, Body } from '#lib/deck/prompt.ts';
import type { DeckAnswers } from './deck-answers.ts';
import { type Expected, gradeText } from './grade-text.ts';
import { assigned, inOrder } from './list-places.ts';
import { longestCompared } from './longest-compared.ts';
import { diff } from './diff.ts';
import { splitItems } from './split-items.ts';
import type { Grade, TextGrade, Verdict } from './verdict.ts';

type Typed = Extract<Body, { kind: 'typed' }>;
type List = NonNullable<Typed['list']>;
type ListGrade = Extract<Grade, { kind: 'list' }>;

/** Above so many times the number of items what is typed is no list of them. */
const mostTimes = 4;

const worth: Record<Verdict, number> = { right: 3, slip: 2, close: 1, wrong: 0 };

function textOf(item: readonly AnswerText[]): string {
  return item[0]?.text ?? '';
}

/** Every item beside the typed ones, each typed one in a row: how it is like each. */
function gradeEach(
  texts: readonly string[],
  list: List,
  not: Expected['not'],
  others: DeckAnswers,
): TextGrade[][] {
  return texts.map((text) => list.items.map((accepted) => gradeText(text, { accepted, not }, others)));
}

function better(a: TextGrade, b: TextGrade | undefined): TextGrade {
  return b !== undefined && worth[b.verdict] >= worth[a.verdict] ? b : a;
}

/** A right item in a wrong place, beside the one that belongs there. */
function displaced(typed: string, belongs: readonly AnswerText[] | undefined): TextGrade {
  const answer = belongs?.[0] ?? { text: '', isCode: false };
  return { verdict: 'wrong', typed, expected: answer.text, diff: diff(answer, typed), note: null };
}

function verdictOf(items: readonly TextGrade[], isWhole: boolean): Verdict {
  if (!isWhole || items.some(({ verdict }) => verdict === 'wrong')) return 'wrong';
  if (items.some(({ verdict }) => verdict === 'close')) return 'close';
  return items.some(({ verdict }) => verdict === 'slip') ? 'slip' : 'right';
}

/** Grades several things that were typed in one line. Where they are numbered, the longest ordered part of them counts. */
export function gradeList(text: string, list: List, not: Expected['not'], others: DeckAnswers): ListGrade {
  const { items: wanted, anyOrder } = list;
  const texts = text.length > longestCompared * wanted.length ? [text.trim()] : splitItems(text, wanted);
  const compared = texts.slice(0, wanted.length * mostTimes);
  const grades = gradeEach(compared, list, not, others);
  const worths = grades.map((row) => row.map(({ verdict }) => worth[verdict]));
  const places = anyOrder ? assigned(worths, wanted.length) : inOrder(worths, wanted.length);
  const items = texts.map((typed, at): TextGrade => {
    const row = grades[at] ?? [];
    const place = places[at] ?? null;
    const found = place === null ? undefined : row[place];
    if (found !== undefined) return found;
    const best = row.reduce<TextGrade | undefined>((before, grade) => better(grade, before), undefined);
    return best?.verdict === 'wrong' ? best : displaced(typed, wanted[at]);
  });
  const placed = new Set(places);
  const missing = wanted.filter((_, index) => !placed.has(index)).map(textOf);
  const isKnown = (at: number) => (worths[at] ?? []).some((value) => value > 0);
  const strange = new Set(texts.flatMap((typed, at) => (isKnown(at) ? [] : [`${at} ${typed}`]))).size;
  const repeated = anyOrder
    ? items.filter(({ verdict }, at) => verdict === 'wrong' && isKnown(at)).length
    : 0;
  const right = items.filter(({ verdict }) => verdict === 'right' || verdict === 'slip').length;
  return {
    kind: 'list',
    verdict: verdictOf(items, missing.length === 0 && texts.length > 0),
    credit: right / (wanted.length + strange + repeated),
    items,
    missing,
  };
}
