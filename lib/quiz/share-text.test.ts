import { expect, test } from 'vitest';
import { percentText } from '#lib/quiz/share-text.ts';

test.each([
  [0, 6, '0 %'],
  [6, 6, '100 %'],
  [199, 200, '99 %'],
  [2, 3, '66 %'],
  [29, 100, '29 %'],
  [57, 100, '57 %'],
  [0.1 + 0.2, 0.3, '100 %'],
  [0, 0, '0 %'],
])('%d of %d are %s', (part, whole, text) => {
  expect(percentText(part, whole)).toBe(text);
});
