/**
 * Which local day an instant belongs to. A study day begins at an hour the student chooses (4 in the morning unless changed),
 * in the time zone they are in; both are facts of the place, so whoever calls the core passes a calendar in.
 */
export interface Calendar {
  /** Local days since 1970-01-01; 0 is that day. */
  dayOf(at: number): number;
  /** Epoch milliseconds at which that study day begins. */
  startOf(day: number): number;
}

/** The day number of a date written `YYYY-MM-DD`. */
export function dayNumber(isoDate: string): number {
  return Math.floor(Date.parse(`${isoDate}T00:00:00Z`) / 86_400_000);
}
