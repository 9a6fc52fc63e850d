import type { Prompt } from '#lib/cards/prompt.ts';
import { openQuiz, type QuizRecord } from '#lib/quiz/quiz-record.ts';
import { compareEntries } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';

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
    if (before === null || compareEntries(before, answer) < 0) last = place;
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

/** How far a quiz is that goes on. */
export interface QuizProgress {
  readonly mode: QuizRecord['mode'];
  readonly answered: number;
  readonly questions: number;
}

/**
 * The quiz of a deck that waits for answers; null: there is none, or nothing is left of it but its last answer to be read.
 *
 * @param isThere whether a card is in the deck: what is gone is not asked
 */
export function quizUnderWay(
  state: ReviewState,
  deck: string,
  isThere: (card: string) => boolean,
): QuizProgress | null {
  const quiz = openQuiz(state, deck);
  return quiz && progressOf(quiz, isThere);
}

/** Of a quiz that was not ended; null: it has no question left to be answered. A test has until it is handed in. */
export function progressOf(
  { mode, questions, answers, response }: QuizRecord,
  isThere: (card: string) => boolean,
): QuizProgress | null {
  const isAnswered = (place: number) =>
    mode === 'quiz'
      ? answers[place] !== null
      : response[place]?.response.some((text) => text.trim() !== '') === true;
  const places = [...questions.keys()];
  const isLeft = mode === 'test' || questions.some(({ card }, at) => answers[at] === null && isThere(card));
  return isLeft ? { mode, answered: places.filter(isAnswered).length, questions: questions.length } : null;
}
