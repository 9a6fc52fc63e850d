import { expect, test } from 'vitest';
import { cardStatus } from '#lib/review/card-status.ts';
import { fold } from '#lib/review/fold.ts';
import { forecast } from '#lib/review/progress.ts';
import { studyQueue } from '#lib/review/queue.ts';
import { workload } from '#lib/review/workload.ts';
import { calendarOf, promptRef, review, entryAt, type EntryDraft } from '#test/arbitrary-log.ts';

const dayMs = 86_400_000;
const berlin = calendarOf('Europe/Berlin');
const noon = Date.parse('2026-03-02T12:00:00+01:00');
const bind = promptRef('sockets/bind');
const on = { card: bind.key, rev: 1 };

function kindAfter(now: number, ...drafts: EntryDraft[]): string {
  const state = fold(drafts.map((draft, index) => entryAt(noon + index, index, draft)));
  return cardStatus(state, bind, now, berlin).cardStatus.kind;
}

test('a list says the status of each prompt', () => {
  expect(kindAfter(noon)).toBe('new');
  expect(kindAfter(noon, review(bind.key, 3))).toBe('learning');
  expect(kindAfter(noon, review(bind.key, 4))).toBe('review');
  expect(kindAfter(noon + 20 * dayMs, review(bind.key, 4))).toBe('due');
  expect(kindAfter(noon, review(bind.key, 4), { kind: 'suspend', ...on })).toBe('suspended');
  expect(kindAfter(noon, { kind: 'bury', ...on, until: noon + dayMs })).toBe('buried');
  expect(kindAfter(noon + dayMs, { kind: 'bury', ...on, until: noon + dayMs })).toBe('new');
  expect(kindAfter(noon, review(bind.key, 4), { kind: 'reset', ...on })).toBe('new');
  const state = fold([entryAt(noon, 0, review(bind.key, 4))]);
  expect(cardStatus(state, promptRef(bind.key, 2), noon, berlin).cardStatus.kind).toBe('revised');
});

test('the forecast puts what is overdue on today, and every prompt on its day', () => {
  const prompts = ['a', 'b', 'c', 'd', 'e'].map((id) => promptRef(`sockets/${id}`));
  const entries = [
    entryAt(noon - 60 * dayMs, 0, review('sockets/a', 4)),
    entryAt(noon, 1, review('sockets/b', 4)),
    entryAt(noon, 2, review('sockets/c', 4)),
    entryAt(noon + 1, 3, { kind: 'suspend', card: 'sockets/c', rev: 1 }),
    entryAt(noon - 60 * dayMs, 4, review('sockets/d', 4)),
    entryAt(noon + 1, 5, {
      kind: 'bury',
      card: 'sockets/d',
      rev: 1,
      until: Date.parse('2026-03-04T04:00:00+01:00'),
    }),
  ];
  const state = fold(entries);
  const days = forecast({ state, decks: [{ deck: 'sockets', prompts }], now: noon + 2, calendar: berlin });
  expect(days).toHaveLength(14);
  expect(days[0]).toEqual({ day: berlin.dayOf(noon), reviews: 1 });
  expect(days[2]?.reviews).toBe(1);
  const due = state.prompts.get('sockets/b')?.state.memory?.due ?? 0;
  expect(days[berlin.dayOf(due) - berlin.dayOf(noon)]?.reviews).toBe(1);
  expect(days.reduce((sum, day) => sum + day.reviews, 0)).toBe(3);
});

const prompts = Array.from({ length: 12 }, (_, index) => promptRef(`sockets/card-${index}`));
const estimate = (entries: Parameters<typeof fold>[0]) => {
  const state = fold(entries);
  const queue = studyQueue({ state, prompts, deck: 'sockets', now: noon, calendar: berlin, mode: 'study' });
  return workload(state, 'sockets', prompts, queue);
};

test('without answers of the student the time is a stated default, and a new prompt comes once per step', () => {
  expect(estimate([])).toEqual({ minutes: 5, answers: 24, secondsPerAnswer: 12, measured: false });
});

test('with answers of the student the time is their median', () => {
  const before = prompts.map(({ key }, index) =>
    entryAt(noon - 30 * dayMs, index, review(key, 4, 1, 20_000 + index)),
  );
  const load = estimate(before);
  expect(load).toMatchObject({ measured: true, secondsPerAnswer: 20.006 });
  expect(load.answers).toBeGreaterThanOrEqual(13);
  expect(load.minutes).toBe(5);
});

test('nothing left takes no time', () => {
  const done = prompts.map(({ key }, index) => entryAt(noon - 1, index, review(key, 4)));
  expect(estimate(done)).toMatchObject({ minutes: 0, answers: 0 });
});
