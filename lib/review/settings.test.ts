import { expect, test } from 'vitest';
import { entryAt } from '#test/arbitrary-log.ts';
import { fold } from '#lib/review/fold.ts';
import type { SettingsPatch } from '#lib/review/entry-schema.ts';
import { defaultSettings } from '#lib/review/settings.ts';

const entry = (at: number, deck: string | null, patch: SettingsPatch) =>
  entryAt(at, at, { kind: 'settings', deck, patch });

test('without entries the settings are the defaults', () => {
  expect(fold([]).settings.latest('sockets')).toEqual(defaultSettings);
  expect(fold([]).settings.latest(null)).toEqual(defaultSettings);
});

test('a later entry wins, key by key', () => {
  const { settings } = fold([
    entry(2, null, { newPerDay: 7 }),
    entry(1, null, { newPerDay: 5, reviewsPerDay: 9 }),
  ]);
  expect(settings.latest('sockets')).toEqual({ ...defaultSettings, newPerDay: 7, reviewsPerDay: 9 });
});

test("a deck's own settings win over those for all, also over later ones", () => {
  const { settings } = fold([
    entry(1, 'sockets', { newPerDay: 5 }),
    entry(2, null, { newPerDay: 7, reviewsPerDay: 9 }),
  ]);
  expect(settings.latest('sockets')).toMatchObject({ newPerDay: 5, reviewsPerDay: 9 });
  expect(settings.latest('routing')).toMatchObject({ newPerDay: 7, reviewsPerDay: 9 });
});

test('an exam belongs to a deck and can be taken back', () => {
  const entries = [
    entry(1, null, { examDate: '2026-04-01' }),
    entry(2, 'sockets', { examDate: '2026-05-01' }),
  ];
  expect(fold(entries).settings.latest('routing').examDate).toBeNull();
  expect(fold(entries).settings.latest('sockets').examDate).toBe('2026-05-01');
  expect(
    fold([...entries, entry(3, 'sockets', { examDate: null })]).settings.latest('sockets').examDate,
  ).toBeNull();
});

test('the settings of a moment are those written before it', () => {
  const entries = [1, 3, 5, 7].map((at) => entry(at, 'sockets', { newPerDay: at }));
  const { settings } = fold(entries);
  const newPerDay = [0, 2, 3, 4, 8].map((at) => settings.at('sockets', { at, id: 'ffff' }).newPerDay);
  expect(newPerDay).toEqual([20, 1, 3, 3, 7]);
});

/** An entry that was written when `after` was the newest one known. */
const knowing = (at: number, after: number, patch: SettingsPatch) => ({
  ...entry(at, null, patch),
  after: entry(after, null, {}).id,
});

test('an entry of a clock that was ahead loses to what was written in its knowledge, from then on', () => {
  const entries = [
    entry(1, null, { newPerDay: 1 }),
    entry(99, null, { newPerDay: 99, reviewsPerDay: 99 }),
    knowing(3, 99, { newPerDay: 3 }),
    knowing(4, 3, { desiredRetention: 0.8 }),
  ];
  const { settings } = fold(entries);
  expect(settings.latest(null)).toMatchObject({ newPerDay: 3, reviewsPerDay: 99, desiredRetention: 0.8 });
  expect(settings.newest).toBe(entries[3]?.id);
  const inForce = [2, 3.5, 100].map((at) => settings.at('sockets', { at, id: '' }));
  expect(inForce.map(({ newPerDay }) => newPerDay)).toEqual([1, 3, 3]);
  expect(inForce[1]).toMatchObject({ reviewsPerDay: 99, desiredRetention: 0.9 });
  for (const each of entries)
    expect(fold([each, ...entries].toReversed()).settings.latest(null)).toEqual(settings.latest(null));
});

test('what it knew may have been undone or not have arrived, and a circle loses nothing', () => {
  expect(fold([knowing(3, 99, { newPerDay: 3 })]).settings.latest(null).newPerDay).toBe(3);
  const circle = [knowing(3, 4, { newPerDay: 3 }), knowing(4, 3, { reviewsPerDay: 4 })];
  expect(fold(circle).settings.latest(null)).toMatchObject({ newPerDay: 3, reviewsPerDay: 4 });
  const later = fold([...circle, entry(9, null, { newPerDay: 9 })]).settings;
  expect(later.latest(null).newPerDay).toBe(9);
  expect(later.at('sockets', { at: 5, id: '' }).newPerDay).toBe(3);
});
