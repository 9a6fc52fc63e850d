import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CardCache } from '#lib/deck/card-cache.ts';

const sources = fc.array(fc.constantFrom('## a\n', '## b\n', '## c\n', '## d\n'), { maxLength: 6 });

function segments(list: readonly string[]): { line: number; start: number; source: string }[] {
  return list.map((source, index) => ({ line: index + 1, start: index * 5, source }));
}

it('gives the cards that were asked for, whatever was there before', () => {
  fc.assert(
    fc.property(fc.array(sources, { maxLength: 5 }), (readings) => {
      const cache = new CardCache();
      for (const list of readings) {
        expect(cache.update(segments(list)).map(({ outline }) => outline.source)).toEqual(list);
      }
    }),
    { numRuns: 500 },
  );
});

it('keeps a card that has moved, and one whose neighbours have changed', () => {
  const cache = new CardCache();
  const [a, b, c] = cache.update(segments(['## a\n', '## b\n', '## c\n']));
  expect(cache.update(segments(['## c\n', '## x\n', '## a\n', '## b\n']))).toEqual([
    c,
    expect.anything(),
    a,
    b,
  ]);
  expect(cache.update(segments(['## c\n', '## a\n']))[1]).toBe(a);
});
