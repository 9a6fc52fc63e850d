import type { StudyQueue } from '#lib/review/queue.ts';

/** What remains of a queue: `9 due, 10 learning, 20 new`; null where nothing does. */
export function countsText({ review, learning, new: fresh }: StudyQueue['counts']): string | null {
  const parts = [
    review > 0 && `${review} due`,
    learning > 0 && `${learning} learning`,
    fresh > 0 && `${fresh} new`,
  ];
  return parts.filter(Boolean).join(', ') || null;
}
