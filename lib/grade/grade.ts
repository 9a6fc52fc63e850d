import { plainHtml } from '#lib/cards/html.ts';
import type { Body } from '#lib/cards/prompt.ts';
import type { DeckAnswers } from '#lib/grade/deck-answers.ts';
import { longestCompared } from '#lib/grade/typing-errors.ts';
import { gradeList } from '#lib/grade/grade-list.ts';
import { gradeOrder } from '#lib/grade/grade-order.ts';
import { gradeText } from '#lib/grade/grade-text.ts';
import {
  type StudentResponse,
  type GradableBody,
  type Grade,
  gradeChoice,
  type TextGrade,
  type Verdict,
} from '#lib/grade/verdict.ts';

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words and numbers, and each sign by itself. */
function piecesOf(text: string): readonly Piece[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}_]+|\S/gu), ({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}

/** How many pieces at the end of `one` are those at the beginning of `two`. */
function overlap(one: readonly Piece[], two: readonly Piece[]): number {
  for (let count = Math.min(one.length, two.length); count > 0; count -= 1)
    if (one.slice(-count).every(({ text }, at) => text === two[at]?.text)) return count;
  return 0;
}

/**
 * What was typed into a blank, without the text next to the blank where that was typed once more.
 *
 * @returns null: nothing was, or nothing else
 */
function withoutRepeated(
  typed: string,
  { before, after }: { readonly before: string; readonly after: string },
): string | null {
  if (typed.length > longestCompared) return null;
  const pieces = piecesOf(typed);
  const first = overlap(piecesOf(before.slice(-longestCompared)), pieces);
  const behind = overlap(pieces.slice(first), piecesOf(after.slice(0, longestCompared)));
  const rest = pieces.slice(first, pieces.length - behind);
  const [from, to] = [rest[0], rest.at(-1)];
  if (from === undefined || to === undefined || rest.length === pieces.length) return null;
  return typed.slice(from.start, to.end);
}

type Typed = Extract<Body, { kind: 'typed' }>;
type Match = Extract<Body, { kind: 'match' }>;
type Blanks = Extract<Body, { kind: 'cloze' | 'code' }>;

const fromWorst: readonly Verdict[] = ['wrong', 'close', 'slip', 'right'];

function gradeTyped(body: Typed, text: string, others: DeckAnswers): Grade {
  const not = body.not.map((wrong) => wrong.text);
  if (body.list !== null) return gradeList(text, body.list, not, others);
  const graded = gradeText(text, { accepted: body.accepted, not, parentheses: 'same' }, others);
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
  const expected = { accepted: blank.accepted, not: [], parentheses: blank.parentheses };
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
 * Grades a student's response. Never fails, whatever was typed; a response to a card of another kind counts as
 * nothing. A verdict `close` has the credit of a wrong answer until the student has decided.
 *
 * @example
 * grade(prompt.body, { kind: 'text', text: 'listen' }, deckAnswers(deck.prompts)).verdict // 'right'
 */
export function grade(body: GradableBody, response: StudentResponse, others: DeckAnswers): Grade {
  switch (body.kind) {
    case 'typed':
      return gradeTyped(body, response.kind === 'text' ? response.text : '', others);
    case 'choice':
      return gradeChoice(body, response.kind === 'options' ? response.picked : []);
    case 'order':
      return gradeOrder(body, response.kind === 'steps' ? response.placed : []);
    case 'match':
      return gradeMatch(body, response.kind === 'pairs' ? response.rights : []);
    case 'cloze':
    case 'code':
      return gradeBlanks(body, response.kind === 'blanks' ? response.texts : [], others);
    default:
      return body satisfies never;
  }
}
