import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extend, fold } from '#lib/review/fold.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { compareEntries } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { lastRedoable, lastUndoable, undoInstant } from '#lib/review/undo.ts';
import { arbitraryLog, review, entryAt, entryId } from '#test/arbitrary-log.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const undo = (serial: number) => ({ kind: 'undo', undoes: entryId(serial) }) as const;

/** What a student sees: prompts and settings, without the entries behind them. Untouched prompts are as good as none. */
function visible(state: ReviewState): unknown {
  const prompts = [...state.prompts.values()].map((log) => log.state);
  const touched = prompts.filter(
    (prompt) => prompt.answers.length > 0 || prompt.suspended || prompt.buriedUntil > 0,
  );
  return {
    prompts: Object.fromEntries(touched.map((prompt) => [prompt.key, prompt])),
    settings: [null, 'sockets'].map((deck) => state.settings.latest(deck)),
  };
}

const logAndLast = arbitraryLog
  .filter((entries) => entries.length > 0)
  .map((entries) => {
    const sorted = entries.toSorted(compareEntries);
    return {
      before: sorted.slice(0, -1),
      last: sorted.slice(-1),
      at: (sorted.at(-1)?.at ?? 0) + 1000,
      id: sorted.at(-1)?.id ?? '',
    };
  });

test('an undo of the newest entry gives the state before it', () => {
  fc.assert(
    fc.property(logAndLast, ({ before, last, at, id }) => {
      const undone = entryAt(at, 900, { kind: 'undo', undoes: id });
      expect(visible(fold([...before, ...last, undone]))).toEqual(
        visible(fold(before.filter((entry) => entry.id !== id))),
      );
      expect(visible(extend(fold([...before, ...last]), [undone]))).toEqual(visible(fold(before)));
    }),
    { numRuns: 300 },
  );
});

test('an undo of an undo restores, however long the chain', () => {
  fc.assert(
    fc.property(logAndLast, fc.integer({ min: 1, max: 12 }), ({ before, last, at, id }, length) => {
      const chain: LogEntry[] = [];
      for (let link = 0; link < length; link += 1) {
        chain.push(entryAt(at + link, 900 + link, { kind: 'undo', undoes: chain.at(-1)?.id ?? id }));
      }
      const expected = length % 2 === 1 ? before : [...before, ...last];
      expect(visible(fold([...before, ...last, ...chain]))).toEqual(visible(fold(expected)));
    }),
  );
});

test('an undo in the middle of a log is the log without that entry', () => {
  fc.assert(
    fc.property(arbitraryLog, fc.nat(39), (log, which) => {
      const entries = log.filter((entry) => entry.kind !== 'undo');
      const target = entries[which % Math.max(1, entries.length)];
      if (target === undefined) return;
      const undone = entryAt(target.at + 1, 900, { kind: 'undo', undoes: target.id });
      expect(visible(fold([...entries, undone]))).toEqual(
        visible(fold(entries.filter((entry) => entry !== target))),
      );
    }),
  );
});

test('an undo takes back nothing that comes after it', () => {
  const answer = entryAt(noon, 5, review('sockets/bind', 3));
  expect(visible(fold([answer, entryAt(noon - 1, 6, undo(5))]))).toEqual(visible(fold([answer])));
  expect(visible(fold([answer, entryAt(noon, 4, undo(5))]))).toEqual(visible(fold([answer])));
});

test('an undo may arrive before the entry it takes back', () => {
  const answer = entryAt(noon, 5, review('sockets/bind', 3));
  const early = fold([entryAt(noon + 1, 6, undo(5))]);
  expect(visible(early)).toEqual(visible(fold([])));
  expect(visible(extend(early, [answer]))).toEqual(visible(fold([])));
});

test('ten thousand undos of undos are resolved', () => {
  const entries: LogEntry[] = [entryAt(noon, 0, review('sockets/bind', 3))];
  for (let serial = 1; serial <= 10_000; serial += 1)
    entries.push(entryAt(noon + serial, serial, undo(serial - 1)));
  expect(visible(fold(entries))).toEqual(visible(fold(entries.slice(0, 1))));
  expect(visible(fold(entries.slice(0, -1)))).toEqual(visible(fold([])));
});

test('undo goes back to the first entry and redo forward again, across a reload', () => {
  const entries: LogEntry[] = [
    entryAt(noon, 0, review('sockets/bind', 3)),
    entryAt(noon + 1, 1, { kind: 'suspend', card: 'sockets/tcp/1', rev: 1 }),
    entryAt(noon + 2, 2, review('routing/arp', 3)),
    entryAt(noon + 3, 3, { kind: 'settings', deck: 'sockets', patch: { newPerDay: 3 } }),
    entryAt(noon + 4, 4, review('sockets/bind', 3)),
  ];
  const undone: string[] = [];
  for (let serial = 5; ; serial += 1) {
    const entry = lastUndoable(fold(entries), 'sockets');
    if (entry === null) break;
    undone.push(entry.id);
    entries.push(entryAt(undoInstant(entry, noon + serial), serial, { kind: 'undo', undoes: entry.id }));
  }
  expect(undone).toEqual([4, 1, 0].map(entryId));
  expect(lastUndoable(fold(entries), null)?.id).toBe(entryId(2));

  const redone: string[] = [];
  for (let serial = 20; ; serial += 1) {
    const entry = lastRedoable(fold(entries), 'sockets');
    if (entry === null) break;
    redone.push(entry.undoes);
    entries.push(entryAt(undoInstant(entry, noon + serial), serial, { kind: 'undo', undoes: entry.id }));
  }
  expect(redone).toEqual([0, 1, 4].map(entryId));
  expect(visible(fold(entries))).toEqual(visible(fold(entries.slice(0, 5))));
});

test('undo of study leaves the answers of a quiz where they are', () => {
  const entries = [
    entryAt(noon, 0, review('sockets/bind', 3)),
    entryAt(noon + 1, 1, { ...review('sockets/bind', 1), quiz: entryId(77) }),
    entryAt(noon + 2, 2, review('sockets/tcp/1', 3)),
    entryAt(noon + 3, 3, { ...review('sockets/tcp/1', 1), quiz: entryId(77) }),
  ];
  expect(lastUndoable(fold(entries), 'sockets')?.id).toBe(entryId(2));
  const undone = [...entries, entryAt(noon + 4, 4, undo(2))];
  expect(lastUndoable(fold(undone), 'sockets')?.id).toBe(entryId(0));
  expect(lastUndoable(fold([...undone, entryAt(noon + 5, 5, undo(0))]), 'sockets')).toBeNull();
});

test('something done since leaves nothing to redo', () => {
  const entries = [entryAt(noon, 0, review('sockets/bind', 3)), entryAt(noon + 1, 1, undo(0))];
  expect(lastRedoable(fold(entries), 'sockets')?.id).toBe(entryId(1));
  expect(
    lastRedoable(fold([...entries, entryAt(noon + 2, 2, review('sockets/tcp/1', 3))]), 'sockets'),
  ).toBeNull();
});

test('an undo comes after an entry from a clock that is ahead', () => {
  const ahead = entryAt(noon + 999, 0, review('sockets/bind', 3));
  const undone = entryAt(undoInstant(ahead, noon), 1, undo(0));
  expect(visible(fold([ahead, undone]))).toEqual(visible(fold([])));
});

test('practice takes back what was practised in this round, and study what counts', () => {
  const practice = { ...review('bind', 3), kind: 'practice' } as const;
  const counted = entryAt(noon, 1, review('bind', 3));
  const earlier = entryAt(noon + 1000, 2, practice);
  const state = fold([counted, earlier]);
  // A round that has just begun has nothing to take back, whatever was done before it.
  expect(lastUndoable(state, null, { practiceSince: noon + 2000 })).toBeNull();
  expect(lastUndoable(state, null, { practiceSince: noon + 1000 })).toEqual(earlier);
  expect(lastUndoable(state, null)).toEqual(counted);
  const undone = extend(state, [entryAt(noon + 3000, 3, { kind: 'undo', undoes: entryId(2) })]);
  expect(lastUndoable(undone, null, { practiceSince: noon })).toBeNull();
});
