import { expect, test } from 'vitest';
import { elapsedDays } from '#lib/review/schedule.ts';

const days = (from: string, to: string): number => elapsedDays(Date.parse(from), Date.parse(to));

test('answers of one sitting are of one day, even across midnight of any zone', () => {
  expect(days('2026-03-01T23:55:00Z', '2026-03-02T00:05:00Z')).toBe(0);
  expect(days('2026-03-01T15:55:00-08:00', '2026-03-01T16:05:00-08:00')).toBe(0);
});

test('a morning and an afternoon are one day', () => {
  expect(days('2026-03-01T09:00:00Z', '2026-03-01T16:59:00Z')).toBe(0);
});

test('a night is a day, wherever the student lives', () => {
  expect(days('2026-03-01T22:30:00-08:00', '2026-03-02T07:30:00-08:00')).toBe(1);
  expect(days('2026-03-01T22:30:00+01:00', '2026-03-02T07:30:00+01:00')).toBe(1);
  expect(days('2026-03-01T08:00:00Z', '2026-03-02T22:00:00Z')).toBe(2);
});

test('days are counted to the nearest', () => {
  expect(days('2026-03-01T20:00:00Z', '2026-03-11T08:00:00Z')).toBe(10);
  expect(days('2026-03-01T08:00:00Z', '2026-03-11T08:00:00Z')).toBe(10);
  expect(days('2026-03-01T08:00:00Z', '2026-03-01T07:00:00Z')).toBe(0);
});
