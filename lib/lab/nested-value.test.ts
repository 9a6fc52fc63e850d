import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maxItems, nestedValue } from '#lib/lab/nested-value.ts';
import { type PythonValue, pythonValue } from '#lib/lab/python-value.ts';

const scalar = fc.constantFrom<PythonValue>(null, true, 7, 'x', { bytes: 'aGk=' }, { socket: 3 });
const kind = fc.constantFrom('list' as const, 'tuple' as const);
const flat: fc.Arbitrary<PythonValue> = fc
  .tuple(kind, fc.array(scalar, { maxLength: 3 }))
  .map(([name, items]) => nestedValue(name, items) ?? null);
const nested: fc.Arbitrary<PythonValue> = fc
  .tuple(kind, fc.array(fc.oneof(scalar, flat), { maxLength: 3 }))
  .map(([name, items]) => nestedValue(name, items) ?? null);

it('makes every list and tuple that a call can carry, and no other', () => {
  fc.assert(
    fc.property(kind, fc.array(fc.oneof(scalar, flat, nested), { maxLength: 4 }), (name, items) => {
      const written = name === 'list' ? items : { tuple: items };
      const isCarried = pythonValue.safeParse(written).success;
      expect(nestedValue(name, items)).toEqual(isCarried ? written : undefined);
    }),
  );
});

it('makes none that is longer than a call may carry', () => {
  const items = Array.from({ length: maxItems }, () => 0);
  expect(nestedValue('list', items)).toEqual(items);
  expect(nestedValue('tuple', [...items, 0])).toBeUndefined();
});
