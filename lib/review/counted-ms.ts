/** An answer that took longer counts as this long: the student was elsewhere. */
const longestMs = 60_000;

/** How long an answer took, as the log keeps it, in ms. */
export function countedMs(spentMs: number): number {
  return Math.min(longestMs, Math.max(0, spentMs));
}
