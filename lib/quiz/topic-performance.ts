import type { PromptRef } from '#lib/deck/prompt.ts';
import { quizRecord } from '#lib/quiz/quiz-record.ts';
import { creditOf, type Score } from '#lib/quiz/quiz-result.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** What was gained in quizzes and tests, by topic of the course. A question of several topics counts in each. */
export function performanceByTopic(
  { quizzes, undos }: ReviewState,
  prompts: readonly PromptRef[],
): ReadonlyMap<number, Score> {
  const topicsOf = new Map(prompts.map(({ key, topics }) => [key, topics]));
  const scores = new Map<number, Score>();
  for (const rows of quizzes.values()) {
    for (const answer of quizRecord(rows, undos)?.answers ?? []) {
      if (answer === null) continue;
      for (const topic of topicsOf.get(answer.card) ?? []) {
        const { credit, questions } = scores.get(topic) ?? { credit: 0, questions: 0 };
        scores.set(topic, { credit: credit + creditOf(answer), questions: questions + 1 });
      }
    }
  }
  return scores;
}
