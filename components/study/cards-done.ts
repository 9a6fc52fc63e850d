import type { Deck } from '#lib/deck/prompt.ts';
import type { StudyQueue } from '#lib/review/queue-item.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

/** How many of a deck's prompts were answered from `from` (epoch milliseconds) on, and are not to come again. */
export function cardsDone(state: ReviewState, deck: Deck, from: number, queue: StudyQueue): number {
  const toCome = new Set(queue.items.map(({ prompt }) => prompt.key));
  return deck.prompts.filter(({ key }) => {
    const known = promptState(state, key);
    const last = known?.answers.at(-1);
    const finished = !last?.counted || known?.memory?.state === 'review';
    return last !== undefined && last.at >= from && finished && !toCome.has(key);
  }).length;
}
