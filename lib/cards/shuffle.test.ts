import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shuffled } from '#lib/cards/shuffle.ts';

it('keeps every item, and changes nothing that it gets', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.string(), (items, seed) => {
      const before = [...items];
      expect([...shuffled(items, seed)].sort()).toEqual([...items].sort());
      expect(items).toEqual(before);
    }),
  );
});

it('gives the same order for the same seed, and all orders over many seeds, each about as often', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6_000; seed += 1) {
    const order = shuffled(['a', 'b', 'c'], `deck/card~${seed}`).join('');
    expect(shuffled(['a', 'b', 'c'], `deck/card~${seed}`).join('')).toBe(order);
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
});
