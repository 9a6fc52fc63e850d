import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PromptRef } from '#lib/cards/prompt.ts';
import { gainAtExam } from '#lib/review/queue.ts';
import { fold } from '#lib/review/fold.ts';
import type { LogEntry, SettingsPatch } from '#lib/review/entry-schema.ts';
import { moreNewCards, type QueueRequest, type StudyQueue, studyQueue } from '#lib/review/queue.ts';
import {
  arbitraryLog,
  calendarOf,
  promptRef,
  review,
  entryAt,
  type EntryDraft,
} from '#test/arbitrary-log.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const berlin = calendarOf('Europe/Berlin');
/** A Monday, 12:00 in Berlin. */
const noon = Date.parse('2026-03-02T12:00:00+01:00');

let serial = 0;
const at = (moment: number, draft: EntryDraft): LogEntry => entryAt(moment, (serial += 1), draft);
const settings = (patch: SettingsPatch, moment = 0): LogEntry =>
  at(moment, { kind: 'settings', deck: 'sockets', patch });
const many = (count: number, from = 0): PromptRef[] =>
  Array.from({ length: count }, (_, index) => promptRef(`sockets/card-${from + index}`));

function ask(
  entries: readonly LogEntry[],
  prompts: readonly PromptRef[],
  now: number,
  more: Partial<QueueRequest> = {},
): StudyQueue {
  return studyQueue({
    state: fold(entries),
    prompts,
    deck: 'sockets',
    now,
    calendar: berlin,
    mode: 'study',
    ...more,
  });
}

const keys = (queue: StudyQueue): string[] => queue.items.map(({ prompt }) => prompt.key);

/** Entries that leave a prompt in review, due about 8 days after `moment`. */
const learned = (key: string, moment: number): LogEntry => at(moment, review(key, 4));

test('a new deck gives its first prompts, in its order, as many as a day may have', () => {
  const queue = ask([], many(30), noon);
  expect(keys(queue)).toEqual(many(20).map(({ key }) => key));
  expect(queue.counts).toEqual({ new: 20, learning: 0, review: 0 });
  expect(queue.nextDueAt).toBe(Date.parse('2026-03-03T04:00:00+01:00'));
});

test('new prompts of the day count against its limit until four in the morning, also in the night', () => {
  const evening = Date.parse('2026-03-02T23:00:00+01:00');
  const entries = [settings({ newPerDay: 3 }), ...many(3).map(({ key }) => learned(key, evening))];
  const night = Date.parse('2026-03-03T03:59:00+01:00');
  expect(ask(entries, many(9), night).counts.new).toBe(0);
  expect(ask(entries, many(9), night).nextDueAt).toBe(night + minuteMs);
  expect(ask(entries, many(9), night + minuteMs).counts.new).toBe(3);
});

test('the study day of another zone begins at its own four in the morning, on the night the clocks change too', () => {
  const newYork = calendarOf('America/New_York');
  const evening = Date.parse('2026-03-07T22:00:00-05:00');
  const entries = [settings({ newPerDay: 2 }), ...many(2).map(({ key }) => learned(key, evening))];
  const boundary = Date.parse('2026-03-08T04:00:00-04:00');
  expect(boundary - evening).toBe(5 * hourMs);
  expect(ask(entries, many(9), boundary - 1, { calendar: newYork }).counts.new).toBe(0);
  expect(ask(entries, many(9), boundary - 1, { calendar: newYork }).nextDueAt).toBe(boundary);
  expect(ask(entries, many(9), boundary, { calendar: newYork }).counts.new).toBe(2);
});

test('what was met before four in the morning of a day of 23 hours belongs to the day before', () => {
  const newYork = calendarOf('America/New_York');
  const entries = [
    settings({ newPerDay: 2 }),
    learned('sockets/card-0', Date.parse('2026-03-07T03:30:00-05:00')),
  ];
  const midday = Date.parse('2026-03-07T12:00:00-05:00');
  expect(ask(entries, many(9), midday, { calendar: newYork }).counts.new).toBe(2);
});

test('a day of 25 hours does not ask a prompt twice', () => {
  const entries = [
    settings({ learningStepsMinutes: [] }),
    at(Date.parse('2026-10-24T04:10:00+02:00'), review('sockets/card-0', 1)),
  ];
  const sameStudyDay = Date.parse('2026-10-25T03:30:00+01:00');
  expect(fold(entries).prompts.get('sockets/card-0')?.state.memory?.due).toBeLessThan(sameStudyDay);
  expect(keys(ask(entries, many(1), sameStudyDay))).toEqual([]);
  expect(keys(ask(entries, many(1), Date.parse('2026-10-25T04:00:00+01:00')))).toEqual(['sockets/card-0']);
});

test('a review due in the afternoon is asked from four in the morning on', () => {
  const entries = [learned('sockets/card-0', noon)];
  const due = fold(entries).prompts.get('sockets/card-0')?.state.memory?.due ?? 0;
  const morning = berlin.startOf(berlin.dayOf(due));
  expect(due - morning).toBe(8 * hourMs);
  expect(ask(entries, many(1), morning - 1)).toMatchObject({ items: [], nextDueAt: morning });
  expect(keys(ask(entries, many(1), morning))).toEqual(['sockets/card-0']);
});

test('reviews are due from the morning of their day, and as many as a day may have', () => {
  const entries = many(10).map(({ key }) => learned(key, noon));
  const inTwoWeeks = Date.parse('2026-03-20T04:00:00+01:00');
  expect(ask(entries, many(10), inTwoWeeks).counts).toEqual({ new: 0, learning: 0, review: 10 });
  const limited = [...entries, settings({ reviewsPerDay: 4 }, noon + 1)];
  const queue = ask(limited, many(10), inTwoWeeks);
  expect(queue.counts.review).toBe(4);
  const [first] = queue.items;
  const answered = [...limited, at(inTwoWeeks, review(first?.prompt.key ?? '', 3))];
  expect(ask(answered, many(10), inTwoWeeks + 1).counts.review).toBe(3);
});

test('without an exam the prompt most likely to be forgotten comes first', () => {
  const entries = many(6).map(({ key }, index) => at(noon - index * dayMs, review(key, 4)));
  const queue = ask(entries, many(6), noon + 30 * dayMs);
  const recalls = queue.items.map((item) => item.retrievability ?? 0);
  expect(recalls).toEqual(recalls.toSorted((a, b) => a - b));
  expect(keys(queue)[0]).toBe('sockets/card-5');
});

test('a learning step comes first once it has ended, and ahead of time when nothing else is left', () => {
  const entries = [settings({ newPerDay: 2 }), at(noon, review('sockets/card-0', 3))];
  expect(keys(ask(entries, many(2), noon + minuteMs))).toEqual(['sockets/card-1']);
  expect(ask(entries, many(2), noon + minuteMs).counts).toEqual({ new: 1, learning: 1, review: 0 });
  expect(ask(entries, many(2), noon + minuteMs).nextDueAt).toBe(noon + 10 * minuteMs);
  expect(keys(ask(entries, many(2), noon + 10 * minuteMs))).toEqual(['sockets/card-0', 'sockets/card-1']);
  expect(keys(ask(entries, many(1), noon + minuteMs))).toEqual(['sockets/card-0']);
});

test('a step that ends in more than twenty minutes is not asked ahead; the queue says when', () => {
  const entries = [settings({ learningStepsMinutes: [1, 60] }), at(noon, review('sockets/card-0', 3))];
  const queue = ask(entries, many(1), noon + minuteMs);
  expect(queue.items).toEqual([]);
  expect(queue.counts.learning).toBe(1);
  expect(queue.nextDueAt).toBe(noon + 60 * minuteMs);
  expect(keys(ask(entries, many(1), noon + 40 * minuteMs))).toEqual(['sockets/card-0']);
});

const [one, two, three] = ['sockets/tcp/1', 'sockets/tcp/2', 'sockets/tcp/3'].map((key) =>
  promptRef(key),
) as [PromptRef, PromptRef, PromptRef];

test('ten more new prompts may come when those of the day are done, on that day and in that deck alone', () => {
  const prompts = many(45);
  const request = { prompts, deck: 'sockets', now: noon + hourMs, calendar: berlin, mode: 'study' } as const;
  const met = many(20).map(({ key }, index) => at(noon + index, review(key, 4)));
  const asked = (entries: readonly LogEntry[], now = request.now) => ask(entries, prompts, now).counts.new;
  expect(moreNewCards({ ...request, state: fold([]) }), 'the day has enough').toBeNull();
  expect(asked(met)).toBe(0);
  const more = moreNewCards({ ...request, state: fold(met) });
  expect(more).toEqual({ cards: 10, patch: { moreNew: { day: '2026-03-02', cards: 10 } } });
  const ahead = [...met, settings(more?.patch ?? {}, noon + 30 * minuteMs)];
  expect(asked(ahead)).toBe(10);
  expect(asked(ahead, noon + dayMs), 'the next day has its usual number').toBe(20);
  const twice = [
    ...ahead,
    ...many(10, 20).map(({ key }, index) => at(noon + hourMs + index, review(key, 4))),
  ];
  const again = moreNewCards({ ...request, now: noon + 2 * hourMs, state: fold(twice) });
  expect(again).toEqual({ cards: 10, patch: { moreNew: { day: '2026-03-02', cards: 20 } } });
  const all = [...twice, settings(again?.patch ?? {}, noon + 2 * hourMs)];
  expect(ask(all, prompts, noon + 2 * hourMs).counts.new).toBe(10);
  const last = [
    ...all,
    ...many(10, 30).map(({ key }, index) => at(noon + 2 * hourMs + 1 + index, review(key, 4))),
  ];
  expect(moreNewCards({ ...request, now: noon + 3 * hourMs, state: fold(last) })?.cards).toBe(5);
  const others = at(noon, {
    kind: 'settings',
    deck: null,
    patch: { moreNew: { day: '2026-03-02', cards: 7 } },
  });
  expect(asked([...met, others]), 'it is a deck’s own').toBe(0);
});

test('no sibling of a card met today comes ahead of its day', () => {
  const prompts = [promptRef('sockets/a/1'), promptRef('sockets/a/2')];
  const state = fold([settings({ newPerDay: 1 }), at(noon, review('sockets/a/1', 4))]);
  const request = {
    state,
    prompts,
    deck: 'sockets',
    now: noon + hourMs,
    calendar: berlin,
    mode: 'study',
  } as const;
  expect(moreNewCards(request)).toBeNull();
});

test('of one card only one prompt is new on a day', () => {
  expect(keys(ask([], [one, two, three], noon))).toEqual([one.key]);
  const answered = [at(noon, review(one.key, 4))];
  expect(keys(ask(answered, [one, two, three], noon + hourMs))).toEqual([]);
  expect(keys(ask(answered, [one, two, three], noon + dayMs))).toEqual([two.key]);
});

test('a prompt in learning goes on while its sibling, due too, waits for another day', () => {
  const entries = [at(noon - 20 * dayMs, review(two.key, 4)), at(noon, review(one.key, 3))];
  expect(keys(ask(entries, [one, two], noon + 11 * minuteMs))).toEqual([one.key]);
  expect(ask(entries, [one, two], noon + 11 * minuteMs).counts).toEqual({ new: 0, learning: 1, review: 0 });
});

test('a learning step left over from yesterday comes back, and its siblings wait', () => {
  const entries = [at(noon - dayMs, review(two.key, 3))];
  expect(keys(ask(entries, [one, two], noon))).toEqual([two.key]);
});

test('of two siblings due, the weaker is asked', () => {
  const entries = [at(noon - 40 * dayMs, review(two.key, 4)), at(noon - 20 * dayMs, review(one.key, 4))];
  expect(keys(ask(entries, [one, two], noon))).toEqual([two.key]);
});

test('practice of a prompt leaves its siblings in the queue', () => {
  const entries = [
    at(noon - dayMs, review(one.key, 4)),
    at(noon, { kind: 'practice', card: one.key, rev: 1, rating: 3, durationMs: 1 }),
  ];
  expect(keys(ask(entries, [one, two], noon + 1))).toEqual([two.key]);
});

test('suspended and buried prompts are out', () => {
  const on = { card: 'sockets/card-0', rev: 1 };
  expect(keys(ask([at(noon, { kind: 'suspend', ...on })], many(2), noon + 1))).toEqual(['sockets/card-1']);
  const buried = [at(noon, { kind: 'bury', ...on, until: noon + dayMs })];
  expect(keys(ask(buried, many(2), noon + 1))).toEqual(['sockets/card-1']);
  expect(ask(buried, many(1), noon + 1).nextDueAt).toBe(noon + dayMs);
  expect(keys(ask(buried, many(2), noon + dayMs))).toEqual(['sockets/card-0', 'sockets/card-1']);
});

test('a new revision is due now, also on the day the old one was answered', () => {
  const entries = [at(noon, review('sockets/card-0', 4))];
  const revised = promptRef('sockets/card-0', 2);
  const queue = ask(entries, [revised], noon + 1);
  expect(queue.items).toEqual([{ prompt: revised, kind: 'review', due: null, retrievability: null }]);
  const answered = [...entries, at(noon + 2, review('sockets/card-0', 4, 2))];
  expect(ask(answered, [revised], noon + 3).items).toEqual([]);
});

test('new prompts are spread among the reviews, and stay so while the queue is worked off', () => {
  const old = many(10);
  const fresh = many(5, 100);
  const entries = [
    settings({ newPerDay: 5 }),
    ...old.map(({ key }) => at(noon - 30 * dayMs, review(key, 4))),
  ];
  const kinds: string[] = [];
  for (let now = noon; ; now += minuteMs) {
    const [item] = ask(entries, [...old, ...fresh], now).items;
    if (item === undefined) break;
    kinds.push(item.kind);
    entries.push(at(now, review(item.prompt.key, 4)));
  }
  expect(kinds.join(' ')).toBe(Array.from({ length: 5 }, () => 'review new review').join(' '));
});

test('an exam ahead raises the new prompts of a day so that all are seen before it', () => {
  const entries = [settings({ newPerDay: 2, examDate: '2026-03-07' })];
  expect(ask(entries, many(50), noon).counts.new).toBe(10);
  entries.push(...many(8).map(({ key }) => learned(key, noon)));
  expect(ask(entries, many(50), noon + 1).counts.new).toBe(2);
  const past = [settings({ newPerDay: 2, examDate: '2026-03-01' })];
  expect(ask(past, many(50), noon).counts.new).toBe(2);
});

test('with an exam ahead the reviews that gain most for it come first, which are not always the weakest', () => {
  const entries = [
    settings({ examDate: '2026-05-01', learningStepsMinutes: [] }),
    ...many(6).map(({ key }, index) => at(noon - (70 + index) * dayMs, review(key, 4))),
    ...many(6).map(({ key }, index) => at(noon - (60 + 9 * index) * dayMs, review(key, 4))),
    ...many(6, 6).map(({ key }, index) => at(noon - (3 + index) * dayMs, review(key, 3))),
  ];
  const state = fold(entries);
  const examAt = Date.parse('2026-05-01T04:00:00+02:00');
  const items = ask(entries, many(12), noon).items;
  const gains = items.map(({ prompt }) =>
    gainAtExam(
      state.prompts.get(prompt.key)?.state.memory ?? null,
      noon,
      examAt,
      state.settings.latest('sockets'),
    ),
  );
  expect(gains).toEqual(gains.toSorted((a, b) => b - a));
  const weakestFirst = items.toSorted((a, b) => (a.retrievability ?? 0) - (b.retrievability ?? 0));
  expect(items).not.toEqual(weakestFirst);
});

test('practice asks everything that is not suspended, weakest first and unseen last, and a round ends', () => {
  const entries = [
    at(noon - 2 * dayMs, review('sockets/card-1', 4)),
    at(noon - dayMs, review('sockets/card-2', 4)),
    at(noon, { kind: 'suspend', card: 'sockets/card-3', rev: 1 }),
  ];
  const practice = { mode: 'practice', since: noon } as const;
  expect(keys(ask(entries, many(4), noon, practice))).toEqual([
    'sockets/card-1',
    'sockets/card-2',
    'sockets/card-0',
  ]);
  entries.push(at(noon + 1, { kind: 'practice', card: 'sockets/card-1', rev: 1, rating: 1, durationMs: 1 }));
  expect(keys(ask(entries, many(4), noon + 2, practice))).toEqual(['sockets/card-2', 'sockets/card-0']);
});

test('cram asks everything by its gain, beyond the limits; what was not recalled comes back in the round', () => {
  const entries = [
    settings({ newPerDay: 0, reviewsPerDay: 0, examDate: '2026-03-04' }),
    learned('sockets/card-0', noon - hourMs),
  ];
  const cram = { mode: 'cram', since: noon } as const;
  expect(keys(ask(entries, many(3), noon, cram))).toEqual([
    'sockets/card-1',
    'sockets/card-2',
    'sockets/card-0',
  ]);
  entries.push(at(noon + 1, review('sockets/card-1', 1)));
  expect(keys(ask(entries, many(3), noon + 2, cram))).toEqual(['sockets/card-2', 'sockets/card-0']);
  expect(keys(ask(entries, many(3), noon + 2 * minuteMs, cram))).toContain('sockets/card-1');
});

test('whatever the log, study asks no suspended, no two prompts of one card, and never more than the limits', () => {
  const prompts = ['sockets/bind', 'sockets/tcp/1', 'sockets/tcp/2'].map((key) => promptRef(key));
  fc.assert(
    fc.property(arbitraryLog, fc.integer({ min: 0, max: 200 }), (entries, hours) => {
      const state = fold(entries);
      const now = (state.newest?.entry.at ?? noon) + hours * hourMs;
      const queue = studyQueue({ state, prompts, deck: 'sockets', now, calendar: berlin, mode: 'study' });
      const others = queue.items.filter(({ kind }) => kind !== 'learning');
      expect(new Set(others.map(({ prompt }) => prompt.card)).size).toBe(others.length);
      expect(others.filter(({ kind }) => kind === 'new').length).toBe(queue.counts.new);
      for (const { prompt } of queue.items)
        expect(state.prompts.get(prompt.key)?.state.suspended ?? false).toBe(false);
      if (queue.items.length === 0 && queue.nextDueAt !== null) expect(queue.nextDueAt).toBeGreaterThan(now);
    }),
    { numRuns: 300 },
  );
});
