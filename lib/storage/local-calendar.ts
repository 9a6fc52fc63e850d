import type { Calendar } from '#lib/review/study-day.ts';

const dayMs = 86_400_000;

/** The calendar of the place this browser is in, whose study days begin at `dayStartsAtHour` (0–23) of the local clock. */
export function localCalendar(dayStartsAtHour: number): Calendar {
  return {
    dayOf(at) {
      const local = new Date(at);
      const date = Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / dayMs;
      return local.getHours() < dayStartsAtHour ? date - 1 : date;
    },
    startOf(day) {
      const date = new Date(day * dayMs);
      return new Date(
        date.getUTCFullYear(),
        date.getUTCMonth(),
        date.getUTCDate(),
        dayStartsAtHour,
      ).getTime();
    },
  };
}
