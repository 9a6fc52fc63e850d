import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryLog, review, entryAt } from '#test/arbitrary-log.ts';
import { extend, fold } from '#lib/review/fold.ts';
import { formatLog, parseLog } from '#lib/review/log-file.ts';
import { compareEntries } from '#lib/review/log-entry.ts';

const now = 1_800_000_000_000;
const entry = entryAt(1_770_000_000_000, 1, review('sockets/bind', 3));

test('a log written out and read in is the same log', () => {
  fc.assert(
    fc.property(arbitraryLog, (entries) => {
      const read = parseLog(formatLog(entries), Infinity);
      expect(read).toEqual({ entries: entries.toSorted(compareEntries), problems: [] });
      const state = fold(entries);
      expect(extend(state, read.entries)).toBe(state);
    }),
  );
});

test('an unusable line is named by its number and the rest is taken', () => {
  const text = `\uFEFF${JSON.stringify(entry)}\r\n\n{"kind":"review"\n${JSON.stringify({ ...entry, rating: 5 })}\n[]\n${JSON.stringify(entry)}`;
  const { entries, problems } = parseLog(text, now);
  expect(entries).toEqual([entry, entry]);
  expect(problems.map(({ line }) => line)).toEqual([3, 4, 5]);
  expect(problems[0]?.message).toContain('not JSON');
  expect(problems[1]?.message).toContain('`rating`');
});

test('a kind of entry that is not known is a problem, a key that is not known is dropped', () => {
  const { entries, problems } = parseLog(
    `${JSON.stringify({ ...entry, kind: 'dance' })}\n${JSON.stringify({ ...entry, mood: 'good' })}`,
    now,
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
  expect(parseLog(line, now)).toMatchObject({ entries: [], problems: [{ line: 1 }] });
});

test('an empty text is an empty log', () => {
  expect(parseLog('', now)).toEqual({ entries: [], problems: [] });
  expect(formatLog([])).toBe('');
});

test('entries under the names of earlier versions are read under those of today', () => {
  const { id, device, at } = entry;
  const current = { ...entry, response: ['bind()'], selfMarkedCorrect: true };
  const { response, selfMarkedCorrect, ...rest } = current;
  const former = [
    { ...rest, given: response, claimed: selfMarkedCorrect },
    { id, device, at, kind: 'given', quiz: id, question: 0, given: ['bind()'] },
  ];
  expect(parseLog(former.map((each) => JSON.stringify(each)).join('\n'), now)).toEqual({
    entries: [current, { id, device, at, kind: 'response', quiz: id, question: 0, response: ['bind()'] }],
    problems: [],
  });
});

const { id, device, at } = entry;
const aDay = 86_400_000;

test('an entry from the future is refused with its date, one from a clock that is a little ahead is not', () => {
  const soon = { ...entry, at: now + aDay };
  const late = { ...entry, at: Date.UTC(2099, 0, 2) };
  const { entries, problems } = parseLog(`${JSON.stringify(soon)}\n${JSON.stringify(late)}`, now);
  expect(entries).toEqual([soon]);
  expect(problems).toMatchObject([{ line: 2 }]);
  expect(problems[0]?.message).toContain('2099-01-02');
});

const settings = (patch: object) => ({ id, device, at, kind: 'settings', deck: 'sockets', patch });
const quiz = { id, device, at, kind: 'quiz', deck: 'sockets', mode: 'quiz', seed: '1', minutes: null };

test.each([
  ['an instant beyond dates', { ...entry, at: 9e15 }],
  ['a negative instant', { ...entry, at: -1 }],
  ['a bury beyond dates', { id, device, at, kind: 'bury', card: 'sockets/bind', rev: 1, until: 9e15 }],
  ['an exam in 9999', settings({ examDate: '9999-12-31' })],
  ['an exam before 1970', settings({ examDate: '0001-01-01' })],
  ['more new cards on a day of 9999', settings({ moreNew: { day: '9999-01-01', cards: 10 } })],
  ['an answer that took a year', { ...entry, durationMs: 31_536_000_000 }],
  ['a revision beyond counting', { ...entry, rev: 2 ** 40 }],
  ['an answer of a megabyte', { ...entry, answer: 'a'.repeat(1_000_000) }],
  ['a response with too many parts', { ...entry, response: Array<string>(1_001).fill('') }],
  ['a quiz of too many questions', { ...quiz, questions: Array(10_001).fill({ card: 'a/b', rev: 1 }) }],
  ['a key of a megabyte', { ...entry, card: `sockets/${'a'.repeat(1_000_000)}` }],
])('every value has a bound: %s is a problem of its line', (_, value) => {
  expect(parseLog(JSON.stringify(value), Infinity)).toMatchObject({ entries: [], problems: [{ line: 1 }] });
});
