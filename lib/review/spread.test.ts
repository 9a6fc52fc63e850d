import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spread } from '#lib/review/spread.ts';

test('lists alternate in proportion to their lengths, and keep their orders', () => {
  const mixed = spread([
    { items: ['a1', 'a2', 'a3', 'a4'], done: 0 },
    { items: ['b1', 'b2'], done: 0 },
  ]);
  expect(mixed).toEqual(['a1', 'b1', 'a2', 'a3', 'b2', 'a4']);
});

const lists = fc.array(fc.record({ length: fc.nat(6), done: fc.nat(6) }), { maxLength: 4 });

test('nothing is lost or doubled, and what is done leaves the rest in its order', () => {
  fc.assert(
    fc.property(lists, (shapes) => {
      const shares = shapes.map(({ length, done }, list) => ({
        items: Array.from({ length }, (_, index) => ({ list, index })),
        done,
      }));
      const mixed = spread(shares);
      for (const [list, { items }] of shares.entries())
        expect(mixed.filter((item) => item.list === list)).toEqual(items);
      const [first, ...rest] = mixed;
      if (first === undefined) return;
      const after = shares.map(({ items, done }, list) =>
        list === first.list ? { items: items.slice(1), done: done + 1 } : { items, done },
      );
      expect(spread(after)).toEqual(rest);
    }),
  );
});
