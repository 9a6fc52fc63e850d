import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from '#lib/review/fold.ts';
import { activity, calibration, forecast, hardest, recallByTopic, streak } from '#lib/review/progress.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { studyQueue } from '#lib/review/queue.ts';
import { promptState } from '#lib/review/state.ts';
import { arbitraryLog, calendarOf, promptRef, review, entryAt } from '#test/arbitrary-log.ts';

const dayMs = 86_400_000;
const berlin = calendarOf('Europe/Berlin');
const noon = Date.parse('2026-03-02T12:00:00+01:00');
const day = berlin.dayOf(noon);

test('predicted recall is compared with what came, of answers to prompts in review only', () => {
  const prompts = Array.from({ length: 10 }, (_, index) => promptRef(`sockets/card-${index}`));
  const entries = prompts.flatMap(({ key }, index) => [
    entryAt(noon, index * 3, review(key, 4)),
    entryAt(noon + 8 * dayMs, index * 3 + 1, review(key, index < 7 ? 3 : 1)),
    entryAt(noon + 9 * dayMs, index * 3 + 2, {
      kind: 'practice',
      card: key,
      rev: 1,
      rating: 1,
      durationMs: 1,
    }),
  ]);
  entries.push(
    entryAt(noon, 100, review('sockets/steps', 3)),
    entryAt(noon + 600_000, 101, review('sockets/steps', 3)),
  );
  const [bin, ...others] = calibration(fold(entries), [...prompts, promptRef('sockets/steps')]);
  expect(others).toEqual([]);
  expect(bin).toMatchObject({ from: 0.9, to: 0.95, n: 10, actual: 0.7 });
  expect(bin?.predicted).toBeCloseTo(0.9024733, 6);
});

test('very low predictions share one bin', () => {
  const entries = [
    entryAt(noon, 0, review('sockets/bind', 4)),
    entryAt(noon + 3000 * dayMs, 1, review('sockets/bind', 1)),
  ];
  expect(calibration(fold(entries), [promptRef('sockets/bind')])).toMatchObject([
    { from: 0, to: 0.5, n: 1, actual: 0 },
  ]);
});

test('the calendar counts answers and minutes by study day, practice too, and the streak its days in an entry', () => {
  const bind = promptRef('sockets/bind');
  const night = Date.parse('2026-03-03T03:00:00+01:00');
  const entries = [
    entryAt(noon - 3 * dayMs, 0, review(bind.key, 4, 1, 30_000)),
    entryAt(noon - dayMs, 1, review(bind.key, 4, 1, 30_000)),
    entryAt(noon, 2, review(bind.key, 4, 1, 30_000)),
    entryAt(night, 3, { kind: 'practice', card: bind.key, rev: 1, rating: 3, durationMs: 60_000 }),
  ];
  const days = activity(fold(entries), [bind], Infinity, berlin);
  expect(days).toEqual([
    { day: day - 3, answers: 1, minutes: 0.5 },
    { day: day - 1, answers: 1, minutes: 0.5 },
    { day, answers: 2, minutes: 1.5 },
  ]);
  expect(streak(days, noon, berlin)).toEqual({ days: 2, lastDay: day });
  expect(streak(days, noon + dayMs, berlin)).toEqual({ days: 2, lastDay: day });
  expect(streak(days, noon + 2 * dayMs, berlin)).toEqual({ days: 0, lastDay: day });
  expect(streak([], noon, berlin)).toEqual({ days: 0, lastDay: null });
});

test('the hardest prompts are those forgotten most; one unlucky answer makes none', () => {
  const prompts = ['a', 'b', 'c', 'd'].map((id) => promptRef(`sockets/${id}`));
  const entries = [
    entryAt(noon, 0, review('sockets/a', 4)),
    entryAt(noon, 1, review('sockets/b', 4)),
    entryAt(noon + 9 * dayMs, 2, review('sockets/b', 1)),
    entryAt(noon + 9 * dayMs + 1, 3, review('sockets/b', 3)),
    entryAt(noon + 9 * dayMs + 2, 4, review('sockets/b', 3)),
    entryAt(noon, 5, review('sockets/c', 1)),
    entryAt(noon + 1, 6, review('sockets/c', 3)),
    entryAt(noon + 2, 7, review('sockets/c', 3)),
    entryAt(noon, 8, review('sockets/d', 1)),
  ];
  const hard = hardest(fold(entries), prompts, 5);
  expect(hard.map(({ prompt }) => prompt.key)).toEqual(['sockets/b', 'sockets/c']);
  expect(hard[0]).toMatchObject({ lapses: 1, againShare: 0.25, leech: false });
  expect(hardest(fold(entries), prompts, 1)).toHaveLength(1);
});

test('what is known of a topic is the mean over all its prompts; a prompt of two topics counts in both', () => {
  const prompts = [
    promptRef('sockets/a', 1, [1, 2]),
    promptRef('sockets/b', 1, [2]),
    promptRef('sockets/c', 1, [3]),
    promptRef('sockets/d', 1, [1]),
  ];
  const state = fold([entryAt(noon, 0, review('sockets/a', 4)), entryAt(noon, 1, review('sockets/b', 3))]);
  const now = noon + 5 * dayMs;
  const recall = (key: string): number => {
    const memory = promptState(state, key)?.memory;
    return memory == null ? 0 : retrievability(memory, now);
  };
  expect(recallByTopic(state, prompts, now)).toEqual([
    // One that was never seen is not known.
    { topic: 1, known: recall('sockets/a') / 2, seen: 1, total: 2 },
    { topic: 2, known: (recall('sockets/a') + recall('sockets/b')) / 2, seen: 2, total: 2 },
    { topic: 3, known: 0, seen: 0, total: 1 },
  ]);
});

test('progress says of today what study says, whatever the log, and loses nothing that is due', () => {
  const decks = [
    {
      deck: 'sockets',
      prompts: ['sockets/bind', 'sockets/tcp/1', 'sockets/tcp/2'].map((key) => promptRef(key)),
    },
    { deck: 'routing', prompts: [promptRef('routing/arp')] },
  ];
  fc.assert(
    fc.property(arbitraryLog, fc.nat(40), (entries, days) => {
      const state = fold(entries);
      const now = Date.UTC(2026, 2, 1, 12) + days * dayMs;
      const request = { state, now, calendar: berlin };
      const counts = decks.map((deck) => studyQueue({ ...request, ...deck, mode: 'study' }).counts);
      const asked = counts.reduce((sum, { review, learning }) => sum + review + learning, 0);
      const all = forecast({ ...request, decks, days: 40_000 });
      expect(all[0]?.reviews).toBe(asked);
      expect(all.filter(({ reviews }) => reviews < 0)).toEqual([]);
      const known = decks
        .flatMap(({ prompts }) => prompts)
        .filter(({ key }) => {
          const prompt = promptState(state, key);
          return prompt?.memory != null && !prompt.suspended;
        });
      expect(all.reduce((sum, { reviews }) => sum + reviews, 0)).toBe(known.length);
    }),
  );
});
