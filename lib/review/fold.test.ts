import fc from 'fast-check';
import { createEmptyCard, FSRS, StrategyMode } from 'ts-fsrs';
import { expect, test } from 'vitest';
import { isLeech, justBecameLeech } from '#lib/review/schedule.ts';
import { extend, fold } from '#lib/review/fold.ts';
import type { Rating, LogEntry } from '#lib/review/entry-schema.ts';
import { fromNewest } from '#lib/review/log-entry.ts';
import { fuzzSeed } from '#lib/review/schedule.ts';
import { previewPrompt } from '#lib/review/prompt-preview.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import { arbitraryLog, review, entryAt, entryId } from '#test/arbitrary-log.ts';

const dayMs = 86_400_000;
const noon = Date.UTC(2026, 2, 1, 12);

/** All of a state as plain data: a class's private fields would escape a comparison. */
function plain(state: ReviewState): unknown {
  return {
    prompts: Object.fromEntries(state.prompts.entries()),
    labs: Object.fromEntries(
      [...state.labs.entries()].map(([lab, { entries, stages }]) => [lab, { entries, stages: [...stages] }]),
    ),
    quizzes: Object.fromEntries(state.quizzes.entries()),
    games: state.games,
    entries: Object.fromEntries(state.entries.entries()),
    undos: Object.fromEntries(state.undos.entries()),
    sizes: [state.prompts, state.labs, state.quizzes, state.entries, state.undos].map(({ size }) => size),
    settingsEntries: state.settingsEntries,
    settings: [null, 'sockets', 'routing'].map((deck) => state.settings.latest(deck)),
    past: state.settingsEntries.map((entry) => state.settings.at('sockets', entry)),
    newest: [...fromNewest(state.newest)],
  };
}

const shuffled = arbitraryLog.chain((entries) =>
  fc.tuple(
    fc.constant(entries),
    fc
      .shuffledSubarray([...entries, ...entries], { minLength: 0, maxLength: entries.length * 2 })
      .map((some) => [...some, ...entries]),
  ),
);

test('any order of the entries, and any repetition, gives the same state', () => {
  fc.assert(
    fc.property(arbitraryLog, fc.integer({ min: 1, max: 1000 }), (entries, seed) => {
      const mixed =
        fc.sample(fc.shuffledSubarray([...entries, ...entries], { minLength: entries.length * 2 }), {
          numRuns: 1,
          seed,
        })[0] ?? [];
      expect(plain(fold(mixed))).toEqual(plain(fold(entries)));
    }),
    { numRuns: 300 },
  );
});

test('entries that come in any pieces and order give the state of all of them', () => {
  fc.assert(
    fc.property(shuffled, fc.integer({ min: 1, max: 9 }), ([entries, mixed], size) => {
      let state = fold([]);
      for (let from = 0; from < mixed.length; from += size)
        state = extend(state, mixed.slice(from, from + size));
      expect(plain(state)).toEqual(plain(fold(entries)));
    }),
    { numRuns: 500 },
  );
});

test('a state stays what it was when it is extended', () => {
  fc.assert(
    fc.property(arbitraryLog, fc.nat(40), (entries, cut) => {
      const before = fold(entries.slice(0, cut));
      const picture = structuredClone(plain(before));
      for (const entry of entries.slice(cut)) extend(before, [entry]);
      extend(before, entries.slice(cut));
      expect(plain(before)).toEqual(picture);
    }),
  );
});

test('known entries change nothing, not even the identity of the state', () => {
  fc.assert(
    fc.property(arbitraryLog, (entries) => {
      const state = fold(entries);
      expect(extend(state, entries)).toBe(state);
    }),
  );
});

test('one prompt follows plain ts-fsrs answer by answer', () => {
  const answer = fc.tuple(
    fc.constantFrom<Rating>(1, 2, 3, 3, 4),
    fc.integer({ min: 0, max: 90 }),
    fc.integer({ min: -180, max: 180 }),
  );
  fc.assert(
    fc.property(fc.array(answer, { minLength: 1, maxLength: 25 }), (answers) => {
      let seed = '';
      const plainFsrs = new FSRS({ enable_fuzz: true }).useStrategy(StrategyMode.SEED, () => seed);
      let card = createEmptyCard(noon);
      let day = 0;
      const entries = answers.map(([rating, days, minutes], index) => {
        day += days;
        return entryAt(
          Math.max(noon, noon + day * dayMs + minutes * 60_000),
          index,
          review('sockets/bind', rating),
        );
      });
      const sorted = entries.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      for (const [index, entry] of sorted.entries()) {
        seed = fuzzSeed('sockets/bind', index);
        if (entry.kind === 'review') card = plainFsrs.next(card, entry.at, entry.rating).card;
      }
      expect(promptState(fold(entries), 'sockets/bind')?.memory).toMatchObject({
        stability: card.stability,
        difficulty: card.difficulty,
        due: card.due.getTime(),
        reps: card.reps,
        lapses: card.lapses,
        step: card.learning_steps,
      });
    }),
  );
});

test('what the buttons show is what the fold makes of the grade', () => {
  const prompt = { key: 'sockets/bind', card: 'sockets/bind', rev: 2, kind: 'basic', topics: [] } as const;
  fc.assert(
    fc.property(arbitraryLog, fc.constantFrom<Rating>(1, 2, 3, 4), (entries, rating) => {
      const before = fold(entries);
      const at = (before.newest?.entry.at ?? noon) + dayMs;
      const after = extend(before, [entryAt(at, 999, review(prompt.key, rating, prompt.rev))]);
      expect(promptState(after, prompt.key)?.memory?.due).toBe(previewPrompt(before, prompt, at)[rating].due);
    }),
  );
});

/** Entries on one prompt, a day apart. */
function daily(...drafts: Parameters<typeof entryAt>[2][]): LogEntry[] {
  return drafts.map((draft, index) => entryAt(noon + index * dayMs, index, draft));
}

const bind = (entries: readonly LogEntry[]) => promptState(fold(entries), 'sockets/bind');

test('practice counts in the history and never in the schedule', () => {
  const studied = daily(review('sockets/bind', 3), review('sockets/bind', 3));
  const practised = entryAt(noon + 9 * dayMs, 9, {
    kind: 'practice',
    card: 'sockets/bind',
    rev: 1,
    rating: 1,
    durationMs: 5000,
  });
  const after = bind([...studied, practised]);
  expect(after?.memory).toEqual(bind(studied)?.memory);
  expect(after?.totalReps).toBe(2);
  expect(after?.answers.at(-1)).toMatchObject({ counted: false, rating: 1, before: 'review' });
});

test('a new revision begins the memory anew and keeps the counts', () => {
  const entries = daily(review('sockets/bind', 4), review('sockets/bind', 1), review('sockets/bind', 3, 2));
  const state = bind(entries);
  expect(state?.rev).toBe(2);
  expect(state?.memory).toMatchObject({ reps: 1, lapses: 0, stability: 2.3065 });
  expect(state).toMatchObject({ totalReps: 3, totalLapses: 1, introducedAt: noon });
  expect(state?.answers).toHaveLength(3);
});

test('a revision that is taken back is a different fact, too, so that the prompt does not stay due forever', () => {
  const entries = daily(review('sockets/bind', 4, 2), review('sockets/bind', 3, 1));
  const state = bind(entries);
  expect(state).toMatchObject({ rev: 1, memory: { reps: 1, stability: 2.3065 }, totalReps: 2 });
  expect(state?.answers.at(-1)).toMatchObject({ counted: true, before: 'new' });
});

test('a reset forgets the schedule and keeps the history', () => {
  const state = bind(daily(review('sockets/bind', 4), { kind: 'reset', card: 'sockets/bind', rev: 1 }));
  expect(state).toMatchObject({ memory: null, introducedAt: null, totalReps: 1 });
  expect(state?.answers).toHaveLength(1);
});

test('suspended until resumed, buried until its moment or resumed', () => {
  const on = { card: 'sockets/bind', rev: 1 };
  expect(bind(daily({ kind: 'suspend', ...on }))?.suspended).toBe(true);
  expect(bind(daily({ kind: 'bury', ...on, until: noon + 5 }))?.buriedUntil).toBe(noon + 5);
  const resumed = bind(
    daily({ kind: 'suspend', ...on }, { kind: 'bury', ...on, until: 5 }, { kind: 'resume', ...on }),
  );
  expect(resumed).toMatchObject({ suspended: false, buriedUntil: 0 });
});

test('a prompt becomes a leech with its 8th lapse, and says so again with the 12th and 16th', () => {
  const entries: LogEntry[] = [];
  let at = noon;
  for (let lapse = 1; lapse <= 17; lapse += 1) {
    for (const rating of [4, 1] as const) {
      entries.push(entryAt(at, entries.length, review('sockets/bind', rating)));
      at += 20 * dayMs;
    }
    entries.push(entryAt(at - 20 * dayMs + 600_000, entries.length, review('sockets/bind', 3)));
    const state = bind(entries);
    if (state === null) throw new Error('no state');
    expect(state.totalLapses).toBe(lapse);
    expect(isLeech(state)).toBe(lapse >= 8);
    expect(justBecameLeech(state)).toBe(false);
  }
  const reported = bind(entries)?.answers.flatMap(({ madeLeech }, index) =>
    madeLeech ? [(index + 2) / 3] : [],
  );
  expect(reported).toEqual([8, 12, 16]);
  const eighth = bind(entries.slice(0, 8 * 3 - 1));
  expect(eighth !== null && justBecameLeech(eighth)).toBe(true);
});

test('settings apply to the answers after them, and one deck has its own', () => {
  const retention = (deck: string | null, desiredRetention: number) =>
    ({ kind: 'settings', deck, patch: { desiredRetention } }) as const;
  const easy = review('sockets/bind', 4);
  const due = (entries: readonly LogEntry[]): number => ((bind(entries)?.memory?.due ?? 0) - noon) / dayMs;
  const before = due(daily(easy));
  expect(due([...daily(easy), entryAt(noon + dayMs, 5, retention(null, 0.97))])).toBe(before);
  expect(due([entryAt(noon - dayMs, 5, retention(null, 0.97)), ...daily(easy)])).toBeLessThan(before);
  expect(due([entryAt(noon - dayMs, 5, retention('routing', 0.97)), ...daily(easy)])).toBe(before);
  const ownFirst = [
    entryAt(noon - 2 * dayMs, 5, retention('sockets', 0.9)),
    entryAt(noon - dayMs, 6, retention(null, 0.97)),
  ];
  expect(due([...ownFirst, ...daily(easy)])).toBe(before);
});

test('two devices interleave as if one had written all', () => {
  const morning = [0, 2, 4].map((day) => entryAt(noon + day * dayMs, day, review('sockets/bind', 3)));
  const evening = [1, 3].map((day) => entryAt(noon + day * dayMs, day, review('sockets/bind', 3)));
  const together = fold([...morning, ...evening]);
  expect(plain(extend(fold(morning), evening))).toEqual(plain(together));
  expect(plain(extend(fold(evening), morning))).toEqual(plain(together));
  expect(promptState(together, 'sockets/bind')?.answers.map(({ id }) => id)).toEqual(
    [0, 1, 2, 3, 4].map(entryId),
  );
});
