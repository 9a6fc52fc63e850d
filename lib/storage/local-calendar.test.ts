import { afterEach, beforeEach, expect, it } from 'vitest';
import { dayNumber } from '#lib/review/study-day.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';

const { TZ } = process.env;
beforeEach(() => {
  process.env['TZ'] = 'America/New_York';
});
afterEach(() => {
  process.env['TZ'] = TZ;
});

it('counts the hours before the day begins as the day before', () => {
  const calendar = localCalendar(4);
  expect(calendar.dayOf(new Date(2026, 10, 23, 3, 59).getTime())).toBe(dayNumber('2026-11-22'));
  expect(calendar.dayOf(new Date(2026, 10, 23, 4, 0).getTime())).toBe(dayNumber('2026-11-23'));
});

it('begins a day where it says that it begins, also when the clocks change', () => {
  for (const hour of [0, 2, 4, 23]) {
    const calendar = localCalendar(hour);
    for (let day = dayNumber('2026-03-01'); day < dayNumber('2026-12-01'); day += 1) {
      const start = calendar.startOf(day);
      expect(calendar.dayOf(start)).toBe(day);
      expect(calendar.dayOf(start - 1)).toBe(day - 1);
    }
  }
});
