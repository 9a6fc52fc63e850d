import type { AnswerText, Body } from '#lib/deck/prompt.ts';
import type { DeckAnswers } from './deck-answers.ts';
import { type Expected, judge, type Judgement, type ReadText, readText, shown } from './grade-text.ts';
import { assigned, inOrder } from './list-places.ts';
import { longestCompared } from './longest-compared.ts';
import { diff } from './diff.ts';
import { splitItems } from './split-items.ts';
import type { Grade, TextGrade, Verdict } from './verdict.ts';

type Typed = Extract<Body, { kind: 'typed' }>;
type List = NonNullable<Typed['list']>;
type ListGrade = Extract<Grade, { kind: 'list' }>;

const worth: Record<Verdict, number> = { right: 3, slip: 2, close: 1, wrong: 0 };

function textOf(item: readonly AnswerText[]): string {
  return item[0]?.text ?? '';
}

/** A typed item beside each item of the list. */
interface Row {
  readonly read: ReadText;
  readonly judgements: readonly Judgement[];
}

/** A right item in a wrong place, or named once more, beside the one that belongs there. */
function displaced(
  { typed }: ReadText,
  belongs: readonly AnswerText[] | undefined,
  note: TextGrade['note'],
): TextGrade {
  const answer = belongs?.[0] ?? { text: '', isCode: false };
  return { verdict: 'wrong', typed, expected: answer.text, diff: diff(answer, typed), note };
}

/** A typed item that is no item of the list, beside the nearest. */
function strange({ read, judgements }: Row, items: List['items']): TextGrade {
  const told = judgements.find(({ note }) => note !== null) ?? { verdict: 'wrong', answer: null, note: null };
  const beside = judgements.length === 0 ? items.slice(0, 1) : items;
  return shown(read, { ...told, verdict: 'wrong', answer: null }, beside.flat());
}

function verdictOf(items: readonly TextGrade[], isWhole: boolean): Verdict {
  if (!isWhole || items.some(({ verdict }) => verdict === 'wrong')) return 'wrong';
  if (items.some(({ verdict }) => verdict === 'close')) return 'close';
  return items.some(({ verdict }) => verdict === 'slip') ? 'slip' : 'right';
}

/** Grades several things that were typed in one line. Where they are numbered, the longest ordered part of them counts. */
export function gradeList(text: string, list: List, not: Expected['not'], others: DeckAnswers): ListGrade {
  const { items: wanted, anyOrder } = list;
  const typed = text.trim();
  const texts = typed.length > longestCompared ? [typed] : splitItems(typed, wanted);
  const rows = texts.map((one, at): Row => {
    const read = readText(one);
    const isCompared = at < 2 * wanted.length + 2;
    return {
      read,
      judgements: isCompared
        ? wanted.map((accepted) => judge(read, { accepted, not, mayCall: true }, others))
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
