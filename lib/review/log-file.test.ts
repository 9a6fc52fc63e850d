import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryLog, review, rowAt } from '#test/arbitrary-log.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { formatLog, parseLog } from '#lib/review/log-file.ts';
import { compareRows } from '#lib/review/log-entry.ts';

const row = rowAt(1_770_000_000_000, 1, review('sockets/bind', 3));

test('a log written out and read in is the same log', () => {
  fc.assert(
    fc.property(arbitraryLog, (rows) => {
      const read = parseLog(formatLog(rows));
      expect(read).toEqual({ rows: rows.toSorted(compareRows), problems: [] });
      const state = fold(rows);
      expect(extend(state, read.rows)).toBe(state);
    }),
  );
});

test('an unusable line is named by its number and the rest is taken', () => {
  const text = `\uFEFF${JSON.stringify(row)}\r\n\n{"kind":"review"\n${JSON.stringify({ ...row, rating: 5 })}\n[]\n${JSON.stringify(row)}`;
  const { rows, problems } = parseLog(text);
  expect(rows).toEqual([row, row]);
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  expect(problems[0]?.message).toContain('not JSON');
  expect(problems[1]?.message).toContain('`rating`');
});

test('a kind of row that is not known is a problem, a key that is not known is dropped', () => {
  const { rows, problems } = parseLog(
    `${JSON.stringify({ ...row, kind: 'dance' })}\n${JSON.stringify({ ...row, mood: 'good' })}`,
  );
  expect(rows).toEqual([row]);
  expect(problems).toMatchObject([{ line: 1 }]);
});

test('a settings row with a key that is not known is a problem, not half applied', () => {
  const { id, device, at } = row;
  const line = JSON.stringify({
    id,
    device,
    at,
    kind: 'settings',
    deck: null,
    patch: { newPerDay: 3, newPerHour: 1 },
  });
  expect(parseLog(line)).toMatchObject({ rows: [], problems: [{ line: 1 }] });
});

test('an empty text is an empty log', () => {
  expect(parseLog('')).toEqual({ rows: [], problems: [] });
  expect(formatLog([])).toBe('');
});
