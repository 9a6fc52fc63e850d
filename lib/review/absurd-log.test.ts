import fc from 'fast-check';
import { expect, test } from 'vitest';
import { logEntry, type LogEntry } from '#lib/review/entry-schema.ts';
import { examOutlook } from '#lib/review/exam.ts';
import { fold } from '#lib/review/fold.ts';
import { activity, calibration, forecast, hardest, recallByTopic, streak } from '#lib/review/progress.ts';
import { mixedQueue } from '#lib/review/mixed-queue.ts';
import { moreNewCards, studyQueue } from '#lib/review/queue.ts';
import { workload } from '#lib/review/workload.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';
import { entryAt, promptRef } from '#test/arbitrary-log.ts';

const prompts = ['sockets/a', 'sockets/b'].map((key) => promptRef(key));
const now = Date.UTC(2026, 2, 2, 12);
const last = Date.UTC(2200, 0);

/** Values that the schema allows and no student means. */
const instant = fc.constantFrom(0, 1, now - 1, now, now + 1, Date.UTC(2099, 0), last);
const date = fc.constantFrom('1970-01-01', '2026-03-02', '2026-03-03', '2126-01-01', '2200-01-01');
const draft = fc.oneof(
  fc.record({
    kind: fc.constantFrom('review' as const),
    card: fc.constantFrom('sockets/a', 'sockets/b'),
    rev: fc.constantFrom(1, 2, 1_000_000),
    rating: fc.constantFrom<1 | 2 | 3 | 4>(1, 2, 3, 4),
    durationMs: fc.constantFrom(0, 864_000_000),
    algorithm: fc.constant('fsrs-6' as const),
  }),
  fc.record({
    kind: fc.constant('bury' as const),
    card: fc.constant('sockets/a'),
    rev: fc.constant(1),
    until: instant,
  }),
  fc.record({
    kind: fc.constant('settings' as const),
    deck: fc.constantFrom(null, 'sockets'),
    patch: fc.record(
      {
        examDate: fc.option(date),
        newPerDay: fc.constantFrom(0, 9999),
        reviewsPerDay: fc.constantFrom(0, 9999),
        learningStepsMinutes: fc.constantFrom<number[]>([], [1440], Array<number>(10).fill(0.001)),
        relearningStepsMinutes: fc.constantFrom<number[]>([], [1440]),
        dayStartsAtHour: fc.constantFrom(0, 23),
        moreNew: fc.record({ day: date, cards: fc.constantFrom(1, 9999) }),
      },
      { requiredKeys: [] },
    ),
  }),
);
const log = fc
  .array(fc.tuple(instant, draft), { maxLength: 12 })
  .map((rows) => rows.map(([at, each], serial): LogEntry => entryAt(at, serial, each)));

test('every view of a log with absurd entries is computed, in a bounded number of steps, and is made of numbers', () => {
  fc.assert(
    fc.property(log, (entries) => {
      for (const entry of entries) expect(logEntry.safeParse(entry).success).toBe(true);
      const state = fold(entries);
      const calendar = localCalendar(state.settings.latest(null).dayStartsAtHour);
      const deck = { deck: 'sockets', prompts };
      const request = { state, now, calendar };
      const queue = studyQueue({ ...request, ...deck, mode: 'study' });
      const days = activity(state, prompts, now, calendar);
      const outlook = examOutlook({ ...request, ...deck });
      const views = {
        queue: queue.counts,
        nextDueAt: queue.nextDueAt,
        cram: studyQueue({ ...request, ...deck, mode: 'cram' }).counts,
        mixed: mixedQueue([deck, { ...deck, deck: 'other' }], { ...request, mode: 'practice' }).counts,
        more: moreNewCards({ ...request, ...deck, mode: 'study' }),
        workload: workload(state, 'sockets', prompts, queue),
        exam: outlook === null ? null : [outlook.ifYouStop, outlook.ifYouStudy, outlook.curve],
        days,
        streak: streak(days, now, calendar),
        forecast: forecast({ ...request, decks: [deck] }),
        calibration: calibration(state, prompts),
        hardest: hardest(state, prompts, 10),
        recall: recallByTopic(state, prompts, now),
      };
      // JSON has no NaN and no Infinity.
      expect(JSON.parse(JSON.stringify(views))).toEqual(views);
      expect(outlook === null || outlook.plan.length <= 3_700).toBe(true);
      expect(days.every(({ day }) => day <= calendar.dayOf(now))).toBe(true);
    }),
    { numRuns: 200 },
  );
}, 60_000);
