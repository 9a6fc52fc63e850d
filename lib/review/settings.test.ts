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
