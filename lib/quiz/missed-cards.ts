import type { PromptKey } from '#lib/deck/prompt.ts';
import { recordOf } from '#lib/quiz/quiz-record.ts';
import { quizResult } from '#lib/quiz/quiz-result.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** The cards that were not answered rightly in a quiz; none where the log does not know it. */
export function missedCards(state: ReviewState, quiz: string): ReadonlySet<PromptKey> {
  const record = recordOf(state, quiz);
  if (record === null) return new Set();
  const { missed } = quizResult(record, () => undefined);
  return new Set(missed.flatMap((place) => record.questions[place]?.card ?? []));
}
