import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hideBlanks, splitAtBlanks } from '#lib/deck/markdown/placeholders.ts';
import { findBlanks } from '#lib/deck/syntax/blanks.ts';

const text = fc
  .array(
    fc.constantFrom(
      '{{a}}',
      '{{b|c::d}}',
      '\ue000',
      '\ue001',
      '\uf000',
      '\uf001',
      '\ue800',
      'x',
      ' ',
      '{',
      '}',
      '\\{{',
      '`',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

it('hides blanks without moving other text, and finds them again', () => {
  fc.assert(
    fc.property(text, (source) => {
      const { blanks } = findBlanks(source, false);
      const hidden = hideBlanks(source, blanks);
      expect(hidden.text.length).toBe(source.length);
      const restored = splitAtBlanks(hidden.text, hidden.mark).map((piece) => {
        const blank = typeof piece === 'number' ? blanks[piece] : undefined;
        return blank === undefined ? String(piece) : source.slice(blank.start, blank.end);
      });
      expect(restored.join('')).toBe(source);
    }),
  );
});

it('distinguishes thousands of blanks', () => {
  const source = '{{a}}'.repeat(3000);
  const blanks = Array.from({ length: 3000 }, (_, index) => ({ start: 5 * index, end: 5 * index + 5 }));
  const { text: hidden, mark } = hideBlanks(source, blanks);
  expect(splitAtBlanks(hidden, mark)).toEqual(Array.from({ length: 3000 }, (_, index) => index));
});
