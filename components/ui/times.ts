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

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** A span of time in the words a student reads on a button: `10 min`, `3 h`, `6 days`, `1.4 months`, `2 years`. */
export function intervalText(ms: number): string {
  if (ms < hourMs) return `${Math.max(1, Math.round(ms / minuteMs))} min`;
  if (ms < dayMs) return `${Math.round(ms / hourMs)} h`;
  const days = Math.round(ms / dayMs);
  if (days < 31) return days === 1 ? '1 day' : `${days} days`;
  if (days < 365) return plural(days / 30.44, 'month');
  return plural(days / 365.25, 'year');
}

function plural(amount: number, unit: string): string {
  const rounded = amount < 10 ? Math.round(amount * 10) / 10 : Math.round(amount);
  return rounded === 1 ? `1 ${unit}` : `${rounded} ${unit}s`;
}
