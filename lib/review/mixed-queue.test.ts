import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { fold } from '#lib/review/fold.ts';
import { mixedQueue } from '#lib/review/mixed-queue.ts';
import { type StudyMode, studyQueue } from '#lib/review/queue.ts';
import { arbitraryLog, calendarOf, entryAt, promptRef, review } from '#test/arbitrary-log.ts';

const utc = calendarOf('UTC');
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const noon = Date.parse('2026-03-02T12:00:00Z');

const deckOf = (deck: string, length: number) => ({
  deck,
  prompts: Array.from({ length }, (_, index) => promptRef(`${deck}/${String(index)}`)),
});
const ask = (
  entries: readonly LogEntry[],
  decks: readonly ReturnType<typeof deckOf>[],
  now = noon,
  mode: StudyMode = 'study',
) => mixedQueue(decks, { state: fold(entries), now, calendar: utc, mode });
const keys = ({ items }: ReturnType<typeof ask>) => items.map(({ prompt }) => prompt.key);

test('decks come in even shares of what they ask, each in its own order', () => {
  const queue = ask([], [deckOf('a', 4), deckOf('b', 2)]);
  expect(keys(queue)).toEqual(['a/0', 'b/0', 'a/1', 'a/2', 'b/1', 'a/3']);
  expect(queue.counts).toEqual({ new: 6, learning: 0, review: 0 });
});

test('each deck keeps its own limits', () => {
  const limit = entryAt(0, 1, { kind: 'settings', deck: 'a', patch: { newPerDay: 1 } });
  expect(keys(ask([limit], [deckOf('a', 3), deckOf('b', 2)]))).toEqual(['b/0', 'a/0', 'b/1']);
});

test('a learning step that has ended comes first, and one that has not only when no deck has anything else', () => {
  const again = entryAt(noon, 1, review('b/0', 1));
  const decks = [deckOf('a', 1), deckOf('b', 1)];
  expect(keys(ask([again], decks, noon + 1))).toEqual(['a/0']);
  expect(keys(ask([again], decks, noon + 2 * minuteMs))).toEqual(['b/0', 'a/0']);
  const learnt = [again, entryAt(noon, 2, review('a/0', 4))];
  expect(keys(ask(learnt, decks, noon + 1))).toEqual(['b/0']);
});

test('practice begins with the weakest prompt of all decks', () => {
  const entries = [
    entryAt(noon - 20 * dayMs, 1, review('a/0', 4)),
    entryAt(noon - 30 * dayMs, 2, review('b/0', 4)),
  ];
  expect(keys(ask(entries, [deckOf('a', 2), deckOf('b', 1)], noon, 'practice'))).toEqual([
    'b/0',
    'a/0',
    'a/1',
  ]);
});

test('it asks what the decks ask by themselves, whatever the log, and of one deck in the same order', () => {
  const decks = [
    {
      deck: 'sockets',
      prompts: ['sockets/bind', 'sockets/tcp/1', 'sockets/tcp/2'].map((key) => promptRef(key)),
    },
    { deck: 'routing', prompts: [promptRef('routing/arp'), promptRef('routing/nat')] },
  ];
  fc.assert(
    fc.property(arbitraryLog, fc.nat(40), (entries, days) => {
      const request = {
        state: fold(entries),
        now: noon + days * dayMs,
        calendar: utc,
        mode: 'study',
      } as const;
      const single = decks.map((deck) => studyQueue({ ...request, ...deck }));
      const mixed = mixedQueue(decks, request);
      const isAhead = ({ due, kind }: (typeof mixed.items)[number]) =>
        kind === 'learning' && (due ?? 0) > request.now;
      const now = single.flatMap(({ items }) => items.filter((item) => !isAhead(item)));
      expect(new Set(mixed.items.filter((item) => !isAhead(item)))).toEqual(new Set(now));
      expect(mixed.items.some(isAhead)).toBe(
        now.length === 0 && single.some(({ items }) => items.length > 0),
      );
      expect(mixed.counts.review).toBe(single.reduce((sum, { counts }) => sum + counts.review, 0));
      for (const deck of decks)
        expect(mixedQueue([deck], request)).toEqual(studyQueue({ ...request, ...deck }));
    }),
  );
});
