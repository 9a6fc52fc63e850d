import { isLeft, openQuiz, recordOf } from '#lib/quiz/quiz-record.ts';
import type { ReviewRowOf } from '#lib/review/row.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { isTakenBack } from '#lib/review/undo.ts';

type UndoDraft = Pick<ReviewRowOf<'undo'>, 'kind' | 'undoes'>;

/**
 * Lets a quiz that was left go on: takes back its end, and each of them where two devices ended it. Empty: it cannot go on,
 * as it is a test, or all its questions have answers, or another quiz of the deck goes on.
 */
export function resumeDrafts(state: ReviewState, quiz: string): UndoDraft[] {
  const record = recordOf(state, quiz);
  if (record?.mode !== 'quiz' || !isLeft(record) || openQuiz(state, record.deck) !== null) return [];
  return (state.quizzes.get(quiz) ?? [])
    .filter((row) => row.kind === 'quiz-end' && !isTakenBack(row, state.undos))
    .map(({ id }) => ({ kind: 'undo', undoes: id }));
}
