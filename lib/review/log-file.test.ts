import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryLog, review, entryAt } from '#test/arbitrary-log.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { formatLog, parseLog } from '#lib/review/log-file.ts';
import { compareEntries } from '#lib/review/log-entry.ts';

const entry = entryAt(1_770_000_000_000, 1, review('sockets/bind', 3));

test('a log written out and read in is the same log', () => {
  fc.assert(
    fc.property(arbitraryLog, (entries) => {
      const read = parseLog(formatLog(entries));
      expect(read).toEqual({ entries: entries.toSorted(compareEntries), problems: [] });
      const state = fold(entries);
      expect(extend(state, read.entries)).toBe(state);
    }),
  );
});

test('an unusable line is named by its number and the rest is taken', () => {
  const text = `\uFEFF${JSON.stringify(entry)}\r\n\n{"kind":"review"\n${JSON.stringify({ ...entry, rating: 5 })}\n[]\n${JSON.stringify(entry)}`;
  const { entries, problems } = parseLog(text);
  expect(entries).toEqual([entry, entry]);
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  expect(problems[0]?.message).toContain('not JSON');
  expect(problems[1]?.message).toContain('`rating`');
});

test('a kind of entry that is not known is a problem, a key that is not known is dropped', () => {
  const { entries, problems } = parseLog(
    `${JSON.stringify({ ...entry, kind: 'dance' })}\n${JSON.stringify({ ...entry, mood: 'good' })}`,
  );
  expect(entries).toEqual([entry]);
  expect(problems).toMatchObject([{ line: 1 }]);
});

test('a settings entry with a key that is not known is a problem, not half applied', () => {
  const { id, device, at } = entry;
  const line = JSON.stringify({
    id,
    device,
    at,
    kind: 'settings',
    deck: null,
    patch: { newPerDay: 3, newPerHour: 1 },
  });
  expect(parseLog(line)).toMatchObject({ entries: [], problems: [{ line: 1 }] });
});

test('an empty text is an empty log', () => {
  expect(parseLog('')).toEqual({ entries: [], problems: [] });
  expect(formatLog([])).toBe('');
});

test('entries under the names of earlier versions are read under those of today', () => {
  const { id, device, at } = entry;
  const now = { ...entry, response: ['bind()'], selfMarkedCorrect: true };
  const { response, selfMarkedCorrect, ...rest } = now;
  const former = [
    { ...rest, given: response, claimed: selfMarkedCorrect },
    { id, device, at, kind: 'given', quiz: id, question: 0, given: ['bind()'] },
  ];
  expect(parseLog(former.map((each) => JSON.stringify(each)).join('\n'))).toEqual({
    entries: [now, { id, device, at, kind: 'response', quiz: id, question: 0, response: ['bind()'] }],
    problems: [],
  });
});
