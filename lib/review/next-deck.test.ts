import { expect, test } from 'vitest';
import { fold } from '#lib/review/fold.ts';
import { leftToday } from '#lib/review/next-deck.ts';
import { calendarOf, entryAt, promptRef } from '#test/arbitrary-log.ts';

const utc = calendarOf('UTC');
const noon = Date.parse('2026-03-02T12:00:00Z');
const minuteMs = 60_000;
const decks = ['a', 'b', 'c'].map((deck) => ({ deck, prompts: [promptRef(`${deck}/card`)] }));

const answered = (deck: string, rating: 1 | 4, serial: number) =>
  entryAt(noon, serial, {
    kind: 'review',
    card: promptRef(`${deck}/card`).key,
    rev: 1,
    rating,
    durationMs: 1_000,
    algorithm: 'fsrs-6',
  });

test('the next deck is the first with something to ask', () => {
  const left = (entries: Parameters<typeof fold>[0]) => leftToday(fold(entries), decks, noon + 1, utc);
  expect(left([]).next).toMatchObject({ deck: { deck: 'a' }, counts: { new: 1 } });
  expect(left([answered('a', 4, 1)]).next).toMatchObject({ deck: { deck: 'b' } });
  const all = left([answered('a', 4, 1), answered('b', 4, 2), answered('c', 4, 3)]);
  expect(all).toMatchObject({ next: null, learning: 0 });
  expect(all.nextDueAt).toBeGreaterThan(noon);
});

test('a learning step that ends later today is counted, and asked when it ends', () => {
  const two = decks.slice(0, 1);
  const again = fold([answered('a', 1, 1)]);
  expect(leftToday(again, two, noon - 30 * minuteMs, utc)).toMatchObject({ next: null, learning: 1 });
  expect(leftToday(again, two, noon + 30 * minuteMs, utc).next?.deck.deck).toBe('a');
});
