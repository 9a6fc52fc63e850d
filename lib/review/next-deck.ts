import type { PromptRef } from '#lib/cards/prompt.ts';
import { type StudyQueue, studyQueue } from '#lib/review/queue.ts';
import type { ReviewState } from '#lib/review/state.ts';
import type { Calendar } from '#lib/review/study-day.ts';

interface DeckPrompts {
  readonly deck: string;
  readonly prompts: readonly PromptRef[];
}

/** What today still asks of several decks. */
export interface LeftToday<Known extends DeckPrompts> {
  /** The first deck with something to ask now; `null` where none has. */
  readonly next: { readonly deck: Known; readonly counts: StudyQueue['counts'] } | null;
  /** Learning steps that end later today. */
  readonly learning: number;
  /** Epoch milliseconds at which there will be more to ask; `null` where nothing is waiting. */
  readonly nextDueAt: number | null;
}

/** @param decks in the order in which they are studied */
export function leftToday<Known extends DeckPrompts>(
  state: ReviewState,
  decks: readonly Known[],
  now: number,
  calendar: Calendar,
): LeftToday<Known> {
  const queues = decks.map((deck) => {
    const { deck: name, prompts } = deck;
    return { deck, queue: studyQueue({ mode: 'study', state, prompts, deck: name, now, calendar }) };
  });
  const next = queues.find(({ queue }) => queue.items.length > 0);
  const dueAt = queues.flatMap(({ queue }) => (queue.nextDueAt === null ? [] : [queue.nextDueAt]));
  return {
    next: next === undefined ? null : { deck: next.deck, counts: next.queue.counts },
    learning: queues.reduce((sum, { queue }) => sum + queue.counts.learning, 0),
    nextDueAt: dueAt.length === 0 ? null : Math.min(...dueAt),
  };
}
