import { openQuiz, type QuizRecord } from '#lib/quiz/quiz-record.ts';
import type { ReviewState } from '#lib/review/state.ts';

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
  { mode, questions, answers, given }: QuizRecord,
  isThere: (card: string) => boolean,
): QuizProgress | null {
  const isAnswered = (place: number) =>
    mode === 'quiz'
      ? answers[place] !== null
      : given[place]?.given.some((text) => text.trim() !== '') === true;
  const places = [...questions.keys()];
  const isLeft = mode === 'test' || questions.some(({ card }, at) => answers[at] === null && isThere(card));
  return isLeft ? { mode, answered: places.filter(isAnswered).length, questions: questions.length } : null;
}
