import type { PromptRef } from '#lib/deck/prompt.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { promptState } from '#lib/review/state.ts';
import type { ReviewState } from '#lib/review/state.ts';

export interface TopicRecall {
  readonly topic: number;
  /** Mean predicted recall now of the prompts seen, 0 to 1; null where none was. */
  readonly recall: number | null;
  readonly seen: number;
  readonly total: number;
}

/** Recall by topic of the course, ascending. A prompt of several topics counts in each. `now` in epoch milliseconds. */
export function recallByTopic(
  state: ReviewState,
  prompts: readonly PromptRef[],
  now: number,
): readonly TopicRecall[] {
  const topics = new Map<number, { recall: number; seen: number; total: number }>();
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    for (const topic of prompt.topics) {
      const sum = topics.get(topic) ?? { recall: 0, seen: 0, total: 0 };
      topics.set(topic, sum);
      sum.total += 1;
      if (memory === null) continue;
      sum.seen += 1;
      sum.recall += retrievability(memory, now);
    }
  }
  return [...topics]
    .map(([topic, { recall, seen, total }]) => ({
      topic,
      recall: seen === 0 ? null : recall / seen,
      seen,
      total,
    }))
    .sort((a, b) => a.topic - b.topic);
}
