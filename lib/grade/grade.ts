import { plainHtml } from '#lib/deck/plain-html.ts';
import type { Body } from '#lib/deck/prompt.ts';
import type { DeckAnswers } from './deck-answers.ts';
import { gradeChoice } from './grade-choice.ts';
import { gradeList } from './grade-list.ts';
import { gradeOrder } from './grade-order.ts';
import { gradeText } from './grade-text.ts';
import type { Given, GradableBody, Grade, TextGrade, Verdict } from './verdict.ts';
import { withoutRepeated } from './without-repeated.ts';

type Typed = Extract<Body, { kind: 'typed' }>;
type Match = Extract<Body, { kind: 'match' }>;
type Blanks = Extract<Body, { kind: 'cloze' | 'code' }>;

const fromWorst: readonly Verdict[] = ['wrong', 'close', 'slip', 'right'];

function gradeTyped(body: Typed, text: string, others: DeckAnswers): Grade {
  const not = body.not.map((wrong) => wrong.text);
  if (body.list !== null) return gradeList(text, body.list, not, others);
  const graded = gradeText(text, { accepted: body.accepted, not, mayCall: true }, others);
  return { kind: 'text', verdict: graded.verdict, credit: creditOf(graded.verdict), text: graded };
}

function creditOf(verdict: Verdict): number {
  return verdict === 'right' || verdict === 'slip' ? 1 : 0;
}

/** A right side that another row has too is right in both. */
function gradeMatch({ pairs }: Match, rights: readonly (number | null)[]): Grade {
  const textOf = (row: number | null | undefined) => {
    const right = row === null || row === undefined ? undefined : pairs[row]?.[1];
    return right === undefined ? null : plainHtml(right) || right;
  };
  const areRight = pairs.map((_, row) => textOf(rights[row]) === textOf(row));
  const credit = areRight.filter(Boolean).length / Math.max(1, pairs.length);
  return { kind: 'pairs', verdict: areRight.every(Boolean) ? 'right' : 'wrong', credit, areRight };
}

function gradeBlank(text: string, blank: Blanks['blanks'][number], others: DeckAnswers): TextGrade {
  const expected = { accepted: blank.accepted, not: [], mayCall: blank.mayCall };
  const grade = gradeText(text, expected, others);
  if (grade.verdict !== 'wrong') return grade;
  const rest = withoutRepeated(text, blank);
  if (rest === null || gradeText(rest, expected, others).verdict !== 'right') return grade;
  return { ...grade, verdict: 'close', note: { kind: 'repeated' } };
}

/** Each blank has its own place: two that are swapped are both wrong. */
function gradeBlanks(body: Blanks, texts: readonly string[], others: DeckAnswers): Grade {
  const blanks = body.blanks.map((blank, at) => gradeBlank(texts[at] ?? '', blank, others));
  const verdict = fromWorst.find((one) => blanks.some((blank) => blank.verdict === one)) ?? 'right';
  const sum = blanks.reduce((before, blank) => before + creditOf(blank.verdict), 0);
  return { kind: 'blanks', verdict, credit: sum / Math.max(1, blanks.length), blanks };
}

/**
 * Grades what a student gave. Never fails, whatever was typed; what was given to a card of another kind counts as
 * nothing. A verdict `close` has the credit of a wrong answer until the student has decided.
 */
export function grade(body: GradableBody, given: Given, others: DeckAnswers): Grade {
  switch (body.kind) {
    case 'typed':
      return gradeTyped(body, given.kind === 'text' ? given.text : '', others);
    case 'choice':
      return gradeChoice(body, given.kind === 'options' ? given.picked : []);
    case 'order':
      return gradeOrder(body, given.kind === 'steps' ? given.placed : []);
    case 'match':
      return gradeMatch(body, given.kind === 'pairs' ? given.rights : []);
    case 'cloze':
    case 'code':
      return gradeBlanks(body, given.kind === 'blanks' ? given.texts : [], others);
    default:
      return body satisfies never;
  }
}
