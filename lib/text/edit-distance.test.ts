import fc from 'fast-check';
import { distance } from 'fastest-levenshtein';
import { expect, test } from 'vitest';
import { editDistance } from '#lib/text/edit-distance.ts';

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });

test.each([
  ['listen', 'listen', 0],
  ['lsiten', 'listen', 1],
  ['lisen', 'listen', 1],
  ['recv', 'send', 3],
  ['', 'bind', 4],
])('%s → %s takes %i edits', (a, b, edits) => {
  expect(editDistance(a, b, 9)).toBe(edits);
  expect(editDistance(a, b, edits)).toBe(edits);
  if (edits > 0) expect(editDistance(a, b, edits - 1)).toBeNull();
});

test('a swap of neighbours saves one edit of two, and nothing else differs from Levenshtein', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      const edits = editDistance(a, b, 9) ?? Infinity;
      expect(edits).toBe(editDistance(b, a, 9));
      expect(edits).toBeLessThanOrEqual(distance(a, b));
      expect(edits).toBeGreaterThanOrEqual(distance(a, b) / 2);
    }),
  );
});

test('the bound changes nothing but which distances are found', () => {
  fc.assert(
    fc.property(word, word, fc.nat(8), (a, b, most) => {
      const edits = editDistance(a, b, 20) ?? Infinity;
      expect(editDistance(a, b, most)).toBe(edits <= most ? edits : null);
    }),
  );
});
