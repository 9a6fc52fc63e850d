import { memoryFor } from '#lib/review/fold-prompt.ts';
import type { QueueItem, QueueRequest, StudyQueue } from '#lib/review/queue-item.ts';
import { byRank, rankOf } from '#lib/review/queue-order.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { promptState } from '#lib/review/state.ts';
import type { PromptState } from '#lib/review/state.ts';

/** All prompts that are not suspended, the weakest first and the unseen last, whatever is due. */
export function practiceQueue(request: QueueRequest): StudyQueue {
  return queueOf(byRank(available(request), (item) => item.retrievability ?? 2));
}

/** All prompts that are not suspended, by what an answer gains for the exam; the weakest first where none is ahead. */
export function cramQueue(request: QueueRequest): StudyQueue {
  const { state, deck, now, calendar } = request;
  const rank = rankOf(state, state.settings.latest(deck), now, calendar);
  return queueOf(byRank(available(request), (item) => rank(item.prompt)));
}

function queueOf(items: readonly QueueItem[]): StudyQueue {
  const counts = { new: 0, learning: 0, review: 0 };
  for (const item of items) counts[item.kind] += 1;
  return { items, counts, nextDueAt: null };
}

function available({ state, prompts, now, mode, since = Infinity }: QueueRequest): QueueItem[] {
  const items: QueueItem[] = [];
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    if (known?.suspended === true) continue;
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    const learning = memory !== null && memory.state !== 'review';
    const again = mode === 'cram' && learning && memory.due <= now;
    if (known !== null && answeredSince(known, since) && !again) continue;
    items.push({
      prompt,
      kind:
        memory === null ? (known?.introducedAt == null ? 'new' : 'review') : learning ? 'learning' : 'review',
      due: memory?.due ?? null,
      retrievability: memory === null ? null : retrievability(memory, now),
    });
  }
  return items;
}

function answeredSince(prompt: PromptState, since: number): boolean {
  return (prompt.answers.at(-1)?.at ?? -Infinity) >= since;
}
