import type { PromptRef } from '#lib/deck/prompt.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { promptState } from '#lib/review/state.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { studyDayOf } from '#lib/review/study-day.ts';

/** What falls due on one study day. */
export interface ForecastDay {
  /** Days since 1970-01-01, as in `Calendar`. */
  readonly day: number;
  /** Prompts that come due, learning steps included; on today, all that is overdue too. */
  readonly reviews: number;
}

/**
 * Reviews due on each of the next `days` study days, from today on, if nothing is answered in between. Suspended prompts
 * are left out; a buried one counts on the day it comes back.
 */
export function forecast(request: {
  readonly state: ReviewState;
  readonly prompts: readonly PromptRef[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly days?: number;
}): readonly ForecastDay[] {
  const { state, prompts, now, calendar, days = 14 } = request;
  const today = studyDayOf(now, calendar);
  const reviews = new Array<number>(days).fill(0);
  for (const prompt of prompts) {
    const known = promptState(state, prompt.key);
    if (known?.memory == null || known.suspended) continue;
    const due = memoryFor(known, prompt.rev)?.due ?? now;
    const index = Math.max(0, calendar.dayOf(Math.max(due, known.buriedUntil)) - today.day);
    if (index < days) reviews[index] = (reviews[index] ?? 0) + 1;
  }
  return reviews.map((count, index) => ({ day: today.day + index, reviews: count }));
}
