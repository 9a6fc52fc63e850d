import type { PromptRef } from '#lib/deck/prompt.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import { examMoment, gainAtExam } from '#lib/review/exam-gain.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { retrievability } from '#lib/review/schedule.ts';
import type { Settings } from '#lib/review/settings.ts';
import { promptState } from '#lib/review/state.ts';
import type { ReviewState } from '#lib/review/state.ts';
import type { DoneToday } from '#lib/review/study-day.ts';

/**
 * A rank for prompts; the lowest is asked first. Without an exam it is predicted recall: what is most likely to be lost
 * goes first, and a day that ends early has saved the most. With an exam ahead it is what an answer gains for it.
 */
export function rankOf(
  state: ReviewState,
  settings: Settings,
  now: number,
  calendar: Calendar,
): (prompt: PromptRef) => number {
  const examAt = examMoment(settings, now, calendar);
  return (prompt) => {
    const known = promptState(state, prompt.key);
    const memory = known === null ? null : memoryFor(known, prompt.rev);
    if (examAt !== null) return -gainAtExam(memory, now, examAt, settings);
    return memory === null ? 0 : retrievability(memory, now);
  };
}

/** `items` from the lowest rank to the highest; equal ranks keep their order. */
export function byRank<T>(items: readonly T[], rank: (item: T) => number): T[] {
  return items
    .map((item) => ({ item, rank: rank(item) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/**
 * Reviews and new prompts spread evenly over the day: the kind of which the smaller share is done comes next. What was
 * done today counts, so that the mixture stays the same while the queue is made anew after every answer.
 */
export function interleaved<T>(reviews: readonly T[], fresh: readonly T[], done: DoneToday): T[] {
  const share = (before: number, index: number, left: number): number =>
    (before + index + 1) / (before + left + 1);
  const mixed: T[] = [];
  let review = 0;
  let unseen = 0;
  while (mixed.length < reviews.length + fresh.length) {
    const nextReview = reviews[review];
    const nextNew = fresh[unseen];
    const reviewFirst =
      share(done.reviewed, review, reviews.length) <= share(done.introduced, unseen, fresh.length) ||
      nextNew === undefined;
    if (nextReview !== undefined && reviewFirst) {
      mixed.push(nextReview);
      review += 1;
    } else if (nextNew !== undefined) {
      mixed.push(nextNew);
      unseen += 1;
    }
  }
  return mixed;
}
