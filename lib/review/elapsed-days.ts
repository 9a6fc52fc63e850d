const hourMs = 3_600_000;

/** Two answers closer than this are of one day. */
const sameDayHours = 8;

/**
 * Whole days between two answers, as FSRS counts them: 0 within one sitting, else the nearest number of days and at least
 * one. It looks at the time between, not at a calendar: `ts-fsrs` itself counts midnights of UTC, which fall into the
 * afternoon for a student in California, and a log must mean the same in every time zone (decision 006).
 */
export function elapsedDays(from: number, to: number): number {
  const hours = (to - from) / hourMs;
  return hours < sameDayHours ? 0 : Math.max(1, Math.round(hours / 24));
}
