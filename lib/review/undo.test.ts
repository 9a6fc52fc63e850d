import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extend, fold } from '#lib/review/fold.ts';
import { compareRows, type ReviewRow } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { lastRedoable, lastUndoable, undoMoment } from '#lib/review/undo.ts';
import { arbitraryLog, review, rowAt, rowId } from '#test/arbitrary-log.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const undo = (serial: number) => ({ kind: 'undo', undoes: rowId(serial) }) as const;

/** What a student sees: prompts and settings, without the rows behind them. Untouched prompts are as good as none. */
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
  .filter((rows) => rows.length > 0)
  .map((rows) => {
    const sorted = rows.toSorted(compareRows);
    return {
      before: sorted.slice(0, -1),
      last: sorted.slice(-1),
      at: (sorted.at(-1)?.at ?? 0) + 1000,
      id: sorted.at(-1)?.id ?? '',
    };
  });

test('an undo of the newest row gives the state before it', () => {
  fc.assert(
    fc.property(logAndLast, ({ before, last, at, id }) => {
      const undone = rowAt(at, 900, { kind: 'undo', undoes: id });
      expect(visible(fold([...before, ...last, undone]))).toEqual(
        visible(fold(before.filter((row) => row.id !== id))),
      );
      expect(visible(extend(fold([...before, ...last]), [undone]))).toEqual(visible(fold(before)));
    }),
    { numRuns: 300 },
  );
});

test('an undo of an undo restores, however long the chain', () => {
  fc.assert(
    fc.property(logAndLast, fc.integer({ min: 1, max: 12 }), ({ before, last, at, id }, length) => {
      const chain: ReviewRow[] = [];
      for (let link = 0; link < length; link += 1) {
        chain.push(rowAt(at + link, 900 + link, { kind: 'undo', undoes: chain.at(-1)?.id ?? id }));
      }
      const expected = length % 2 === 1 ? before : [...before, ...last];
      expect(visible(fold([...before, ...last, ...chain]))).toEqual(visible(fold(expected)));
    }),
  );
});

test('an undo in the middle of a log is the log without that row', () => {
  fc.assert(
    fc.property(arbitraryLog, fc.nat(39), (log, which) => {
      const rows = log.filter((row) => row.kind !== 'undo');
      const target = rows[which % Math.max(1, rows.length)];
      if (target === undefined) return;
      const undone = rowAt(target.at + 1, 900, { kind: 'undo', undoes: target.id });
      expect(visible(fold([...rows, undone]))).toEqual(visible(fold(rows.filter((row) => row !== target))));
    }),
  );
});

test('an undo takes back nothing that comes after it', () => {
  const answer = rowAt(noon, 5, review('sockets/bind', 3));
  expect(visible(fold([answer, rowAt(noon - 1, 6, undo(5))]))).toEqual(visible(fold([answer])));
  expect(visible(fold([answer, rowAt(noon, 4, undo(5))]))).toEqual(visible(fold([answer])));
});

test('an undo may arrive before the row it takes back', () => {
  const answer = rowAt(noon, 5, review('sockets/bind', 3));
  const early = fold([rowAt(noon + 1, 6, undo(5))]);
  expect(visible(early)).toEqual(visible(fold([])));
  expect(visible(extend(early, [answer]))).toEqual(visible(fold([])));
});

test('ten thousand undos of undos are resolved', () => {
  const rows: ReviewRow[] = [rowAt(noon, 0, review('sockets/bind', 3))];
  for (let serial = 1; serial <= 10_000; serial += 1)
    rows.push(rowAt(noon + serial, serial, undo(serial - 1)));
  expect(visible(fold(rows))).toEqual(visible(fold(rows.slice(0, 1))));
  expect(visible(fold(rows.slice(0, -1)))).toEqual(visible(fold([])));
});

test('undo goes back to the first row and redo forward again, across a reload', () => {
  const rows: ReviewRow[] = [
    rowAt(noon, 0, review('sockets/bind', 3)),
    rowAt(noon + 1, 1, { kind: 'suspend', card: 'sockets/tcp/1', rev: 1 }),
    rowAt(noon + 2, 2, review('routing/arp', 3)),
    rowAt(noon + 3, 3, { kind: 'settings', deck: 'sockets', patch: { newPerDay: 3 } }),
    rowAt(noon + 4, 4, review('sockets/bind', 3)),
  ];
  const undone: string[] = [];
  for (let serial = 5; ; serial += 1) {
    const row = lastUndoable(fold(rows), 'sockets');
    if (row === null) break;
    undone.push(row.id);
    rows.push(rowAt(undoMoment(row, noon + serial), serial, { kind: 'undo', undoes: row.id }));
  }
  expect(undone).toEqual([4, 1, 0].map(rowId));
  expect(lastUndoable(fold(rows), null)?.id).toBe(rowId(2));

  const redone: string[] = [];
  for (let serial = 20; ; serial += 1) {
    const row = lastRedoable(fold(rows), 'sockets');
    if (row === null) break;
    redone.push(row.undoes);
    rows.push(rowAt(undoMoment(row, noon + serial), serial, { kind: 'undo', undoes: row.id }));
  }
  expect(redone).toEqual([0, 1, 4].map(rowId));
  expect(visible(fold(rows))).toEqual(visible(fold(rows.slice(0, 5))));
});

test('undo of study leaves the answers of a quiz where they are', () => {
  const rows = [
    rowAt(noon, 0, review('sockets/bind', 3)),
    rowAt(noon + 1, 1, { ...review('sockets/bind', 1), quiz: rowId(77) }),
    rowAt(noon + 2, 2, review('sockets/tcp/1', 3)),
    rowAt(noon + 3, 3, { ...review('sockets/tcp/1', 1), quiz: rowId(77) }),
  ];
  expect(lastUndoable(fold(rows), 'sockets')?.id).toBe(rowId(2));
  const undone = [...rows, rowAt(noon + 4, 4, undo(2))];
  expect(lastUndoable(fold(undone), 'sockets')?.id).toBe(rowId(0));
  expect(lastUndoable(fold([...undone, rowAt(noon + 5, 5, undo(0))]), 'sockets')).toBeNull();
});

test('something done since leaves nothing to redo', () => {
  const rows = [rowAt(noon, 0, review('sockets/bind', 3)), rowAt(noon + 1, 1, undo(0))];
  expect(lastRedoable(fold(rows), 'sockets')?.id).toBe(rowId(1));
  expect(lastRedoable(fold([...rows, rowAt(noon + 2, 2, review('sockets/tcp/1', 3))]), 'sockets')).toBeNull();
});

test('an undo stands after a row from a clock that is ahead', () => {
  const ahead = rowAt(noon + 999, 0, review('sockets/bind', 3));
  const undone = rowAt(undoMoment(ahead, noon), 1, undo(0));
  expect(visible(fold([ahead, undone]))).toEqual(visible(fold([])));
});
