import type { PromptRef } from '#lib/cards/prompt.ts';
import { type QueueItem, type QueueRequest, type StudyQueue, studyQueue } from '#lib/review/queue.ts';
import { type Share, spread } from '#lib/review/spread.ts';
import { doneToday, studyDayOf } from '#lib/review/study-day.ts';

interface DeckPrompts {
  readonly deck: string;
  readonly prompts: readonly PromptRef[];
}

/**
 * One queue over several decks. Each deck has its own limits, exam and order, as in `studyQueue`; of one deck this is that
 * queue. Learning steps that have ended come first, then the decks in even shares of what they ask today; a step is asked
 * ahead of its time only when no deck has anything else. In practice the weakest prompt of all comes first.
 *
 * @param decks in the order in which they are studied
 */
export function mixedQueue(
  decks: readonly DeckPrompts[],
  request: Omit<QueueRequest, 'deck' | 'prompts'>,
): StudyQueue {
  const queues = decks.map(({ deck, prompts }) => ({
    prompts,
    queue: studyQueue({ ...request, deck, prompts }),
  }));
  const counts = { new: 0, learning: 0, review: 0 };
  for (const { queue } of queues)
    for (const kind of ['new', 'learning', 'review'] as const) counts[kind] += queue.counts[kind];
  const dueAt = queues.flatMap(({ queue }) => (queue.nextDueAt === null ? [] : [queue.nextDueAt]));
  return {
    items: inOrder(queues, request),
    counts,
    nextDueAt: dueAt.length === 0 ? null : dueAt.reduce((a, b) => Math.min(a, b)),
  };
}

function inOrder(
  queues: readonly { readonly prompts: readonly PromptRef[]; readonly queue: StudyQueue }[],
  { state, now, calendar, mode }: Omit<QueueRequest, 'deck' | 'prompts'>,
): readonly QueueItem[] {
  const all = queues.flatMap(({ queue }) => queue.items);
  if (queues.length <= 1) return all;
  if (mode === 'practice')
    return all.toSorted((a, b) => (a.retrievability ?? unseen) - (b.retrievability ?? unseen));

  const today = studyDayOf(now, calendar);
  const shares = queues.map(({ prompts, queue }): Share<QueueItem> => {
    const { introduced, reviewed } = doneToday(state, prompts, today);
    return { items: queue.items.filter(({ kind }) => kind !== 'learning'), done: introduced + reviewed };
  });
  const steps = all.filter(({ kind }) => kind === 'learning').sort((a, b) => (a.due ?? 0) - (b.due ?? 0));
  const ended = steps.filter(({ due }) => (due ?? 0) <= now);
  const items = [...ended, ...spread(shares)];
  return items.length > 0 ? items : steps;
}

/** Recall of a prompt that was never seen, so that it comes after all others. */
const unseen = 2;
