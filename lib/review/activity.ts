import type { PromptRef } from '#lib/deck/prompt.ts';
import { answersOf } from '#lib/review/answers.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** What was done on one study day. */
export interface ActiveDay {
  readonly day: number;
  readonly answers: number;
  readonly minutes: number;
}

/** Study days with at least one answer, practice included; ascending. */
export function activity(
  state: ReviewState,
  prompts: readonly PromptRef[],
  calendar: Calendar,
): readonly ActiveDay[] {
  const days = new Map<number, { answers: number; durationMs: number }>();
  for (const { at, durationMs } of answersOf(state, prompts)) {
    const day = calendar.dayOf(at);
    const sum = days.get(day);
    if (sum === undefined) days.set(day, { answers: 1, durationMs });
    else {
      sum.answers += 1;
      sum.durationMs += durationMs;
    }
  }
  return [...days]
    .map(([day, { answers, durationMs }]) => ({ day, answers, minutes: durationMs / 60_000 }))
    .sort((a, b) => a.day - b.day);
}

/** Study days in a row up to today, or up to yesterday while today is still open; and the last one, null before the first. */
export function streak(
  days: readonly ActiveDay[],
  now: number,
  calendar: Calendar,
): { readonly days: number; readonly lastDay: number | null } {
  const today = calendar.dayOf(now);
  const lastDay = days.at(-1)?.day ?? null;
  if (lastDay === null || lastDay < today - 1) return { days: 0, lastDay };
  let length = 0;
  while (days.at(-1 - length)?.day === lastDay - length) length += 1;
  return { days: length, lastDay };
}
