import { dayNumber } from '#lib/review/calendar.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import { elapsedDays } from '#lib/review/elapsed-days.ts';
import type { Memory } from '#lib/review/memory.ts';
import {
  recallAfter,
  retrievability,
  strengthForgotten,
  strengthLearned,
  strengthRecalled,
} from '#lib/review/schedule.ts';
import type { Settings } from '#lib/review/settings.ts';

const dayMs = 86_400_000;

/** Epoch milliseconds at which the exam's study day begins, where that is still ahead; else null. */
export function examMoment(settings: Settings, now: number, calendar: Calendar): number | null {
  if (settings.examDate === null) return null;
  const at = calendar.startOf(dayNumber(settings.examDate));
  return at > now ? at : null;
}

/**
 * How much an answer now raises the predicted recall at the exam, in expectation: with the probability of recall the
 * answer is `good`, else `again` and `good` on the same day. A prompt never seen is worth nothing before. 0 to 1, and
 * rarely a little below 0.
 */
export function gainAtExam(memory: Memory | null, now: number, examAt: number, settings: Settings): number {
  const daysLeft = Math.max(0, examAt - now) / dayMs;
  if (memory === null) return recallAfter(daysLeft, strengthLearned(settings).stability);
  const days = elapsedDays(memory.lastReviewAt, now);
  const recall = retrievability(memory, now);
  const recalled = recallAfter(daysLeft, strengthRecalled(memory, days, recall, settings).stability);
  const forgotten = recallAfter(daysLeft, strengthForgotten(memory, days, recall, settings).stability);
  return recall * recalled + (1 - recall) * forgotten - retrievability(memory, examAt);
}
