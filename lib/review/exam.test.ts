import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PromptRef } from '#lib/cards/prompt.ts';
import { gainAtExam } from '#lib/review/queue.ts';
import {
  type AnswerModel,
  expectedAnswer,
  meanRecall,
  type ModelPrompt,
  study,
  type StudyPlan,
} from '#lib/review/exam-model.ts';
import { examOutlook, type ExamOutlook } from '#lib/review/exam.ts';
import { fold } from '#lib/review/fold.ts';
import type { LogEntry, SettingsPatch } from '#lib/review/entry-schema.ts';
import { next, retrievability, strengthForgotten, strengthRecalled } from '#lib/review/schedule.ts';
import { defaultSettings } from '#lib/review/settings.ts';
import { calendarOf, promptRef, review, entryAt } from '#test/arbitrary-log.ts';

const dayMs = 86_400_000;
const berlin = calendarOf('Europe/Berlin');
const noon = Date.parse('2026-03-02T12:00:00+01:00');
const today = berlin.dayOf(noon);
const deckOf = (count: number): PromptRef[] =>
  Array.from({ length: count }, (_, index) => promptRef(`sockets/card-${index}`));

/** A student who met the first `seen` prompts in the last weeks, and has an exam. */
function entriesOf(seen: number, patch: SettingsPatch): LogEntry[] {
  const entries = [entryAt(0, 0, { kind: 'settings', deck: 'sockets', patch })];
  for (let index = 0; index < seen; index += 1) {
    const met = noon - (3 + (index % 25)) * dayMs;
    for (const [rating, later] of [
      [3, 0],
      [3, 600_000],
      [index % 4 === 0 ? 1 : 3, 3 * dayMs],
    ] as const) {
      if (met + later < noon)
        entries.push(entryAt(met + later, entries.length, review(`sockets/card-${index}`, rating)));
    }
  }
  return entries;
}

function outlook(seen: number, total: number, patch: SettingsPatch, now = noon): ExamOutlook | null {
  return examOutlook({
    state: fold(entriesOf(seen, patch)),
    prompts: deckOf(total),
    deck: 'sockets',
    now,
    calendar: berlin,
  });
}

function sure(found: ExamOutlook | null): ExamOutlook {
  if (found === null) throw new Error('expected an outlook');
  return found;
}

test('without an exam, or with one in the past, there is no outlook', () => {
  expect(outlook(3, 5, {})).toBeNull();
  expect(outlook(3, 5, { examDate: '2026-03-01' })).toBeNull();
});

test('on the day of the exam the outlook is what is known now', () => {
  const found = sure(outlook(5, 10, { examDate: '2026-03-02' }));
  expect(found.daysLeft).toBe(0);
  expect(found.plan).toEqual([]);
  expect(found.ifYouStudy).toBe(found.ifYouStop);
  expect(found.curve).toEqual([{ day: today, stop: found.ifYouStop, study: found.ifYouStop }]);
});

test('the day before the exam all that is left is introduced and the curve has two points', () => {
  const found = sure(outlook(5, 100, { examDate: '2026-03-03' }));
  expect(found.plan.map((day) => day.new)).toEqual([95]);
  expect(found.curve.map(({ day }) => day)).toEqual([today, today + 1]);
  expect(found.ifYouStudy).toBeGreaterThan(0.9);
});

test('a deck that was never seen is known to 0 %, an empty one too', () => {
  expect(sure(outlook(0, 10, { examDate: '2026-03-20' })).ifYouStop).toBe(0);
  expect(sure(outlook(0, 0, { examDate: '2026-03-20' }))).toMatchObject({ ifYouStop: 0, ifYouStudy: 0 });
});

test('what is known if you stop is the recall that FSRS predicts for the exam', () => {
  const found = sure(outlook(10, 10, { examDate: '2026-03-20' }));
  const state = fold(entriesOf(10, {}));
  const examAt = Date.parse('2026-03-20T04:00:00+01:00');
  for (const [key, { ifYouStop }] of found.prompts) {
    const memory = state.prompts.get(key)?.state.memory;
    expect(ifYouStop).toBeCloseTo(memory == null ? 0 : retrievability(memory, examAt), 9);
  }
});

test('every prompt is introduced before the exam, evenly and never fewer than the student asked for', () => {
  const slow = sure(outlook(0, 100, { examDate: '2026-03-12', newPerDay: 3 }));
  expect(slow.plan.map((day) => day.new)).toEqual(Array.from({ length: 10 }, () => 10));
  const fast = sure(outlook(0, 100, { examDate: '2026-03-12', newPerDay: 40 }));
  expect(fast.plan.map((day) => day.new).slice(0, 4)).toEqual([40, 40, 20, 0]);
});

test('no day of the plan has more reviews than the student allows', () => {
  const found = sure(outlook(120, 150, { examDate: '2026-04-20', reviewsPerDay: 7 }));
  expect(Math.max(...found.plan.map((day) => day.reviews))).toBe(7);
});

test('what was done today is not planned again', () => {
  const patch = { examDate: '2026-03-12', newPerDay: 5, reviewsPerDay: 4 };
  const planned = (entries: readonly LogEntry[]) =>
    sure(
      examOutlook({
        state: fold(entries),
        prompts: deckOf(40),
        deck: 'sockets',
        now: noon,
        calendar: berlin,
      }),
    ).plan[0];
  const entries = entriesOf(20, patch);
  expect(planned(entries)).toEqual({ day: today, new: 5, reviews: 4 });
  entries.push(
    entryAt(noon - 2, 900, review('sockets/card-3', 3)),
    entryAt(noon - 1, 901, review('sockets/card-30', 4)),
  );
  expect(planned(entries)).toEqual({ day: today, new: 4, reviews: 3 });
});

test('a day too short for all that is due goes to what gains most', () => {
  const settings = { ...defaultSettings, reviewsPerDay: 1 };
  const due = (stability: number, answeredAt: number): ModelPrompt => ({
    strength: { stability, difficulty: 5 },
    answeredAt,
    dueOn: 0,
  });
  const prompts = [due(50, -60), due(2, -30), due(50, -50)];
  const plan = { settings, examIn: 1, studyDays: 1, reviewedToday: 0, introducedToday: 0, pointEveryDays: 1 };
  study(plan, prompts, expectedAnswer);
  expect(prompts.map(({ answeredAt }) => answeredAt)).toEqual([-60, 0, -50]);
});

test('both curves begin at today and end at the two predictions; the one without study only falls', () => {
  const found = sure(outlook(40, 60, { examDate: '2026-04-20' }));
  expect(found.curve[0]?.stop).toBe(found.curve[0]?.study);
  expect(found.curve.at(-1)).toEqual({ day: today + 49, stop: found.ifYouStop, study: found.ifYouStudy });
  const stops = found.curve.map(({ stop }) => stop);
  expect(stops).toEqual(stops.toSorted((a, b) => b - a));
});

// Above the desired retention a backlog can even gain a little, because it moves reviews nearer to the exam.
test('following the plan is never worse than to stop, and a higher limit never pulls it under the desired retention', () => {
  const request = fc.record({
    seen: fc.integer({ min: 0, max: 60 }),
    more: fc.integer({ min: 0, max: 60 }),
    days: fc.integer({ min: 1, max: 90 }),
    newPerDay: fc.integer({ min: 0, max: 30 }),
    reviewsPerDay: fc.integer({ min: 0, max: 60 }),
  });
  fc.assert(
    fc.property(request, ({ seen, more, days, newPerDay, reviewsPerDay }) => {
      const examDate = new Date(noon + days * dayMs).toISOString().slice(0, 10);
      const found = sure(outlook(seen, seen + more, { examDate, newPerDay, reviewsPerDay }));
      expect(found.ifYouStudy).toBeGreaterThanOrEqual(found.ifYouStop - 1e-9);
      expect(found.ifYouStudy).toBeLessThanOrEqual(1);
      const freer = sure(
        outlook(seen, seen + more, { examDate, newPerDay, reviewsPerDay: reviewsPerDay * 2 + 5 }),
      );
      expect(freer.ifYouStudy).toBeGreaterThanOrEqual(
        Math.min(found.ifYouStudy, defaultSettings.desiredRetention) - 0.01,
      );
    }),
    { numRuns: 60 },
  );
});

test('with enough reviews a day, more days never pull the prediction under the desired retention', () => {
  const request = fc.record({
    seen: fc.integer({ min: 0, max: 60 }),
    more: fc.integer({ min: 0, max: 60 }),
    days: fc.integer({ min: 1, max: 60 }),
    longer: fc.integer({ min: 1, max: 60 }),
  });
  fc.assert(
    fc.property(request, ({ seen, more, days, longer }) => {
      const [sooner, later] = [days, days + longer].map((left) => {
        const examDate = new Date(noon + left * dayMs).toISOString().slice(0, 10);
        return sure(outlook(seen, seen + more, { examDate, reviewsPerDay: 500 })).ifYouStudy;
      });
      expect(later).toBeGreaterThanOrEqual(Math.min(sooner ?? 0, defaultSettings.desiredRetention));
    }),
    { numRuns: 60 },
  );
});

test('an exam in ten years has a plan, and a curve of at most 121 points', () => {
  const found = sure(outlook(20, 60, { examDate: '2036-03-02' }));
  expect(found.plan).toHaveLength(3653);
  expect(found.curve.length).toBeLessThanOrEqual(121);
  expect(found.ifYouStudy).toBeGreaterThan(0.85);
  expect(found.ifYouStudy).toBeGreaterThan(found.ifYouStop);
});

test('suspended prompts are left out', () => {
  const entries = [
    ...entriesOf(2, { examDate: '2026-03-20' }),
    entryAt(noon - 1, 900, { kind: 'suspend', card: 'sockets/card-0', rev: 1 }),
  ];
  const found = sure(
    examOutlook({ state: fold(entries), prompts: deckOf(2), deck: 'sockets', now: noon, calendar: berlin }),
  );
  expect([...found.prompts.keys()]).toEqual(['sockets/card-1']);
});

/** mulberry32: a small seeded generator, 0 to 1. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function byChance(random: () => number): AnswerModel {
  return (strength, days, recall, _daysToExam, settings) =>
    random() < recall
      ? strengthRecalled(strength, days, recall, settings)
      : strengthForgotten(strength, days, recall, settings);
}

// Tolerance: 1.5 points of deck recall. 40 runs of 120 prompts leave a standard error below half a point.
test.each([
  { examIn: 7, reviewsPerDay: 200, restedDays: 0 },
  { examIn: 7, reviewsPerDay: 10, restedDays: 90 },
  { examIn: 20, reviewsPerDay: 200, restedDays: 0 },
  { examIn: 20, reviewsPerDay: 200, restedDays: 90 },
  { examIn: 60, reviewsPerDay: 200, restedDays: 0 },
  { examIn: 60, reviewsPerDay: 8, restedDays: 0 },
  { examIn: 180, reviewsPerDay: 200, restedDays: 0 },
])(
  'the expected recall is that of a simulation by chance: $examIn days, $reviewsPerDay reviews, rested for $restedDays',
  ({ examIn, reviewsPerDay, restedDays }) => {
    const plan: StudyPlan = {
      settings: { ...defaultSettings, newPerDay: 4, reviewsPerDay },
      examIn: examIn - 0.3,
      studyDays: examIn,
      reviewedToday: 0,
      introducedToday: 0,
      pointEveryDays: examIn,
    };
    const deck = (): ModelPrompt[] =>
      Array.from({ length: 120 }, (_, index) =>
        index < 80
          ? {
              strength: { stability: 1 + (index % 30), difficulty: 1 + (index % 9) },
              answeredAt: -(index % 12) - restedDays,
              dueOn: index % 9,
            }
          : { strength: null, answeredAt: 0, dueOn: null },
      );
    const expected = deck();
    study(plan, expected, expectedAnswer);
    const random = seeded(20260302);
    let sum = 0;
    for (let run = 0; run < 40; run += 1) {
      const simulated = deck();
      study(plan, simulated, byChance(random));
      sum += meanRecall(simulated, plan.examIn);
    }
    expect(Math.abs(meanRecall(expected, plan.examIn) - sum / 40)).toBeLessThan(0.015);
  },
);

test('an answer gains most for what is nearly forgotten, and a first answer more than any', () => {
  const memory = next(null, 4, noon, defaultSettings, 'a/b#0');
  const examAt = noon + 60 * dayMs;
  const soon = gainAtExam(memory, noon + dayMs, examAt, defaultSettings);
  const late = gainAtExam(memory, noon + 30 * dayMs, examAt, defaultSettings);
  expect(late).toBeGreaterThan(soon);
  expect(gainAtExam(null, noon, examAt, defaultSettings)).toBeGreaterThan(late);
});

test('an exam in a far year costs nothing, and has a plan once it is near enough', () => {
  const day = (years: number): string => `${String(2026 + years)}-03-02`;
  for (const examDate of [day(11), day(100), '9999-12-31'])
    expect(outlook(5, 20, { examDate }, noon)).toBeNull();
  expect(outlook(5, 20, { examDate: day(1) }, noon)).not.toBeNull();
});
