import { expect, test } from 'vitest';
import { findDestinations } from '#components/shell/find-destinations.ts';

const all = [
  { name: 'Today', detail: 'Page' },
  { name: 'Progress', detail: 'Page' },
  { name: 'Settings', detail: 'Page' },
  { name: '3 · Two segments', detail: 'Lab', keywords: 'quiz of settings' },
  { name: 'Study Sockets', detail: 'Study' },
  { name: 'Quiz: Sockets', detail: 'Quiz', keywords: 'test exam' },
  { name: 'Dark colours', detail: 'Action', keywords: 'theme colors' },
  { name: 'What does bind() do?', detail: 'sockets.md:41', keywords: 'address and port' },
];
const find = (query: string) => findDestinations(query, all).map(({ name }) => name);

test.each([
  ['progess', 'Progress'],
  ['progerss', 'Progress'],
  ['setings', 'Settings'],
  ['settigns', 'Settings'],
  ['studdy', 'Study Sockets'],
  ['stuyd sokets', 'Study Sockets'],
  ['quizz', 'Quiz: Sockets'],
  ['thme', 'Dark colours'],
  ['colrs', 'Dark colours'],
  ['adress', 'What does bind() do?'],
  ['todya', 'Today'],
  ['progr', 'Progress'],
  ['pogre', 'Progress'],
])('%s finds %s', (query, name) => {
  expect(find(query)[0]).toBe(name);
});

test('what was typed rightly is not taken for a slip', () => {
  expect(find('bind')).toEqual(['What does bind() do?']);
  expect(find('quiz sockets')).toEqual(['Quiz: Sockets']);
});

test('what is in the name comes before what is not', () => {
  expect(find('settings')).toEqual(['Settings', '3 · Two segments']);
});

test('what is not near is not found, and short words have no slips', () => {
  expect(find('banana')).toEqual([]);
  expect(find('dya')).toEqual([]);
  expect(find('sockets banana')).toEqual([]);
});

test('without words everything is listed in its order', () => {
  expect(find('  ')).toEqual(all.map(({ name }) => name));
});
