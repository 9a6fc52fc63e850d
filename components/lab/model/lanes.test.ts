import { expect, it } from 'vitest';
import { clientsText } from './lanes.ts';

it.each([
  [[], 'Client'],
  [['client'], 'Client'],
  [['browser'], 'browser'],
  [['client', 'browser'], 'Clients · 2'],
])('calls the programs %j together %s', (names, text) => {
  expect(clientsText(names)).toBe(text);
});
