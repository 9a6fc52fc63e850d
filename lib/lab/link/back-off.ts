const longestMs = 5_000;

/** After a loss the first attempt comes almost at once; where there is no place, asking again soon helps nobody. */
const firstMs = { lost: 100, full: 1_000 } as const;

/**
 * The pause before the next attempt to connect, in ms, at most 5,000: doubled with each attempt that failed before, and
 * shortened by up to a half so that many pages do not come at the same moment.
 *
 * @param random from 0 up to, not including, 1
 */
export function backOffMs(why: keyof typeof firstMs, failedAttempts: number, random: number): number {
  const pauseMs = Math.min(longestMs, firstMs[why] * 2 ** Math.min(failedAttempts, 16));
  return Math.round(pauseMs * (1 - random / 2));
}
