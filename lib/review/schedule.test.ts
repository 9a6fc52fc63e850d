import fc from 'fast-check';
import { type Card, createEmptyCard, FSRS, State, StrategyMode } from 'ts-fsrs';
import { expect, test } from 'vitest';
import type { Memory } from '#lib/review/schedule.ts';
import type { Rating } from '#lib/review/entry-schema.ts';
import {
  elapsedDays,
  fuzzSeed,
  intervalFor,
  next,
  preview,
  recallAfter,
  retrievability,
  stabilityFor,
} from '#lib/review/schedule.ts';
import { defaultSettings } from '#lib/review/settings.ts';

const dayMs = 86_400_000;
const noon = Date.UTC(2022, 11, 29, 12, 30);
const ratings: readonly Rating[] = [1, 2, 3, 4];

/** Answers with the default settings, `daysBefore` days after the one before. */
function studied(answers: readonly { rating: Rating; daysBefore: number }[]): Memory | null {
  let at = noon;
  return answers.reduce<Memory | null>((memory, { rating, daysBefore }, reps) => {
    at += daysBefore * dayMs;
    return next(memory, rating, at, defaultSettings, fuzzSeed('a/b', reps));
  }, null);
}

// ts-fsrs, packages/fsrs/__tests__/FSRS-6.test.ts, "first repeat": default parameters, no fuzz below 2.5 days.
test('a first answer gives the published stability and difficulty', () => {
  const first = ratings.map((rating) => next(null, rating, noon, defaultSettings, 'a/b#0'));
  expect(first.map((memory) => memory.stability)).toEqual([0.212, 1.2931, 2.3065, 8.2956]);
  expect(first.map((memory) => memory.difficulty)).toEqual([6.4133, 5.11217071, 2.11810397, 1]);
  expect(first.map((memory) => memory.state)).toEqual(['learning', 'learning', 'learning', 'review']);
  expect(first.slice(0, 3).map((memory) => (memory.due - noon) / 60_000)).toEqual([1, 6, 10]);
});

// fsrs-rs, src/inference.rs (037345f, lines 836 to 841), repeated by ts-fsrs in FSRS-6.test.ts, "memory state[short-term]".
test('a history of six answers gives the memory that fsrs-rs publishes', () => {
  const gaps = [0, 0, 1, 3, 8, 21];
  const memory = studied(gaps.map((daysBefore, index) => ({ rating: index === 0 ? 1 : 3, daysBefore })));
  expect(memory?.stability).toBeCloseTo(53.62691, 4);
  expect(memory?.difficulty).toBeCloseTo(6.3574867, 4);
});

// ts-fsrs, packages/fsrs/__tests__/FSRS-6.test.ts (32b6081), "ivl_history", published for fuzz switched off: so every answer
// comes on the day that recall reaches the desired retention.
test('thirteen answers give the intervals that ts-fsrs publishes', () => {
  let at = noon;
  let memory: Memory | null = null;
  const intervals: number[] = [];
  for (const rating of [3, 3, 3, 3, 3, 3, 1, 1, 3, 3, 3, 3, 3] as const) {
    memory = next(memory, rating, at, defaultSettings, fuzzSeed('a/b', intervals.length));
    const days = memory.state === 'review' ? intervalFor(memory.stability, defaultSettings) : 0;
    intervals.push(days);
    at = days === 0 ? memory.due : at + days * dayMs;
  }
  expect(intervals).toEqual([0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]);
});

// ts-fsrs, FSRS-6.test.ts, "get retrievability": 8 days after a first easy.
test('recall falls as published', () => {
  const memory = next(null, 4, noon, defaultSettings, 'a/b#0');
  expect(retrievability(memory, noon + 8 * dayMs)).toBeCloseTo(0.9024733, 7);
  expect(retrievability(memory, noon)).toBe(1);
  expect(retrievability(memory, noon - dayMs)).toBe(1);
  expect(recallAfter(40, 40)).toBeCloseTo(0.9, 7);
});

test('the stability for a recall is the inverse of recall', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.1, max: 5000, noNaN: true }),
      fc.double({ min: 0.5, max: 400, noNaN: true }),
      (stability, days) => {
        expect(stabilityFor(recallAfter(days, stability), days) / stability).toBeCloseTo(1, 6);
      },
    ),
  );
});

const steps = fc.array(fc.integer({ min: 1, max: 1439 }), { maxLength: 3 });
const arbitrarySettings = fc.record({
  desiredRetention: fc.integer({ min: 70, max: 97 }).map((percent) => percent / 100),
  learningStepsMinutes: steps,
  relearningStepsMinutes: steps,
});
const gapMs = fc.oneof(
  fc.integer({ min: 0, max: 20 * 3_600_000 }),
  fc.integer({ min: 0, max: 60 * dayMs }),
  fc.integer({ min: 0, max: 3000 * dayMs }),
);
const history = fc.array(fc.tuple(fc.constantFrom<Rating>(1, 2, 3, 3, 3, 4), gapMs), {
  minLength: 1,
  maxLength: 30,
});

test('every step of a random history is the one that ts-fsrs takes, learning steps and fuzz included', () => {
  fc.assert(
    fc.property(arbitrarySettings, history, (settings, answers) => {
      let seed = '';
      const reference = new FSRS({
        enable_fuzz: true,
        request_retention: settings.desiredRetention,
        learning_steps: settings.learningStepsMinutes.map((minutes) => `${minutes}m` as const),
        relearning_steps: settings.relearningStepsMinutes.map((minutes) => `${minutes}m` as const),
      }).useStrategy(StrategyMode.SEED, () => seed);
      let card: Card = createEmptyCard(0);
      let memory: Memory | null = null;
      let at = noon;
      for (const [index, [rating, gap]] of answers.entries()) {
        at += gap;
        seed = fuzzSeed('sockets/bind', index);
        const days = memory === null ? 0 : elapsedDays(memory.lastReviewAt, at);
        const midnight = Date.UTC(2000, 0, 1);
        if (card.state !== State.New) card = { ...card, last_review: new Date(midnight) };
        card = reference.next(card, midnight + days * dayMs, rating).card;
        memory = next(memory, rating, at, settings, seed);
        expect(memory).toEqual({
          state: (['new', 'learning', 'review', 'relearning'] as const)[card.state],
          stability: card.stability,
          difficulty: card.difficulty,
          due: at + card.due.getTime() - midnight - days * dayMs,
          lastReviewAt: at,
          reps: card.reps,
          lapses: card.lapses,
          step: card.learning_steps,
        });
      }
    }),
    { numRuns: 300 },
  );
});

test('a button shows the interval that its grade then gives, seconds later', () => {
  fc.assert(
    fc.property(
      arbitrarySettings,
      history,
      fc.integer({ min: 0, max: 90_000 }),
      (settings, answers, hesitationMs) => {
        let at = noon;
        const memory = answers.reduce<Memory | null>((before, [rating, gap], index) => {
          at += gap;
          return next(before, rating, at, settings, fuzzSeed('a/b', index));
        }, null);
        const shownAt = at + 10 * dayMs;
        const shown = preview(memory, shownAt, settings, fuzzSeed('a/b', answers.length));
        for (const rating of ratings) {
          const gradedAt = shownAt + hesitationMs;
          const graded = next(memory, rating, gradedAt, settings, fuzzSeed('a/b', answers.length));
          expect(graded.due - gradedAt).toBe(shown[rating].intervalMs);
          expect(shown[rating].intervalDays).toBe(Math.floor(shown[rating].intervalMs / dayMs));
        }
      },
    ),
  );
});

const wellKnown: Memory = {
  state: 'review',
  stability: 60,
  difficulty: 5,
  due: noon,
  lastReviewAt: noon - 60 * dayMs,
  reps: 6,
  lapses: 0,
  step: 0,
};

test('prompts learned together come back on different days', () => {
  const dues = Array.from(
    { length: 40 },
    (_, card) => next(wellKnown, 3, noon, defaultSettings, fuzzSeed(`a/${card}`, 6)).due,
  );
  expect(new Set(dues).size).toBeGreaterThan(8);
});

test('a prompt is not pushed the same way every time', () => {
  const dues = Array.from(
    { length: 40 },
    (_, reps) => next(wellKnown, 3, noon, defaultSettings, fuzzSeed('a/b', reps)).due,
  );
  expect(new Set(dues).size).toBeGreaterThan(8);
  expect(fuzzSeed('sockets/bind', 4)).toBe('sockets/bind#4');
});

test('a step that is gone from the settings does not let again pass for known', () => {
  const learning = next(null, 3, noon, defaultSettings, 'a/b#0');
  expect(learning.step).toBe(1);
  const again = next(learning, 1, noon + 600_000, { ...defaultSettings, learningStepsMinutes: [5] }, 'a/b#1');
  expect(again).toMatchObject({ state: 'learning', due: noon + 600_000 + 300_000 });
});

test('a step of a day leaves the steps, and half a minute is a minute', () => {
  const dayStep = next(null, 3, noon, { ...defaultSettings, learningStepsMinutes: [1, 1440] }, 'a/b#0');
  expect(dayStep).toMatchObject({ state: 'review', due: noon + dayMs, step: 0 });
  const short = next(null, 1, noon, { ...defaultSettings, learningStepsMinutes: [0.3] }, 'a/b#0');
  expect(short.due).toBe(noon + 60_000);
});

test('a clock that went back counts as no time', () => {
  const memory = next(null, 4, noon, defaultSettings, 'a/b#0');
  expect(next(memory, 3, noon - dayMs, defaultSettings, 'a/b#1').stability).toBeGreaterThanOrEqual(
    memory.stability,
  );
});
