const dayMs = 86_400_000;

/** A day number of the calendar as a date: `Mon 23 Nov`. */
export function dayText(day: number): string {
  return new Date(day * dayMs).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
}
