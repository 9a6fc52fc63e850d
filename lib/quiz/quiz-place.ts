import type { Prompt } from '#lib/deck/prompt.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import { compareRows } from '#lib/review/row-order.ts';

/** A card of the deck as it is now: an edit may have taken one of which a quiz began to ask. */
type FindCard = (card: string) => Prompt | undefined;

function isThere(quiz: QuizRecord, find: FindCard, place: number): boolean {
  const question = quiz.questions[place];
  return question !== undefined && find(question.card) !== undefined;
}

/** The next question without an answer, from after `place` on and then from the beginning; null: there is none. */
export function nextPlace(quiz: QuizRecord, find: FindCard, place: number): number | null {
  const places = [...quiz.questions.keys()];
  const ahead = [...places.slice(place + 1), ...places.slice(0, Math.max(0, place))];
  return ahead.find((each) => quiz.answers[each] === null && isThere(quiz, find, each)) ?? null;
}

/** The place of the question that was answered last; null: none was, of those that are in the deck. */
export function lastAnswered(quiz: QuizRecord, find: FindCard): number | null {
  let last: number | null = null;
  for (const [place, answer] of quiz.answers.entries()) {
    if (answer === null || !isThere(quiz, find, place)) continue;
    const before = last === null ? null : (quiz.answers[last] ?? null);
    if (before === null || compareRows(before, answer) < 0) last = place;
  }
  return last;
}

/**
 * The place to be shown: `wanted` while its card is in the deck; else what is to be answered, or, where that is nothing, what
 * was answered last. The number of questions where no card is left.
 *
 * @param wanted null: any
 */
export function shownPlace(quiz: QuizRecord, find: FindCard, wanted: number | null): number {
  if (wanted !== null && isThere(quiz, find, wanted)) return wanted;
  return nextPlace(quiz, find, wanted ?? -1) ?? lastAnswered(quiz, find) ?? quiz.questions.length;
}
