import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientMessage } from '#lib/lab/protocol/messages.ts';
import { maxItems, nestedValue } from '#lib/lab/protocol/encode-value.ts';
import { type PythonValue, pythonValue } from '#lib/lab/protocol/python-value.ts';

const scalar = fc.constantFrom<PythonValue>(null, true, 7, 'x', { bytes: 'aGk=' }, { socket: 3 });
const kind = fc.constantFrom('list' as const, 'tuple' as const);
const flat: fc.Arbitrary<PythonValue> = fc
  .tuple(kind, fc.array(scalar, { maxLength: 3 }))
  .map(([name, items]) => nestedValue(name, items) ?? null);
const nested: fc.Arbitrary<PythonValue> = fc
  .tuple(kind, fc.array(fc.oneof(scalar, flat), { maxLength: 3 }))
  .map(([name, items]) => nestedValue(name, items) ?? null);

const deep: fc.Arbitrary<PythonValue> = fc
  .tuple(kind, fc.array(fc.oneof(scalar, nested), { maxLength: 3 }))
  .map(([name, items]) => nestedValue(name, items) ?? null);

it('makes every list and tuple that a call can carry, and no other', () => {
  fc.assert(
    fc.property(kind, fc.array(fc.oneof(scalar, flat, nested, deep), { maxLength: 4 }), (name, items) => {
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

it.each([
  null,
  true,
  -5,
  'localhost',
  { int: '12345678901234567890' },
  { float: 0.5 },
  { bytes: 'SGVsbG8=', times: 1000 },
  { constant: 'AF_INET' },
  { flags: ['POLLIN', 'POLLOUT'] },
  { socket: 3 },
  [1, [2]],
  { tuple: ['127.0.0.1', 65_000] },
  [{ tuple: [{ socket: 3 }, 1] }],
  [{ tuple: [1, { tuple: ['127.0.0.1', 80] }] }],
  { bytes: 'aGk=', length: 100_000 },
])('takes %j', (value) => {
  expect(pythonValue.parse(value)).toEqual(value);
});

it.each([
  0.5,
  undefined,
  {},
  { tuple: 1 },
  { tuple: [], list: [] },
  { bytes: 'not base64' },
  { constant: 'AF_UNIX' },
  { int: '12' },
  [[[[1]]]],
  { tuple: [{ tuple: [[[1]]] }] },
  { bytes: 'aGk=', times: 2, length: 4 },
  Array(257).fill(1),
])('refuses %j', (value) => {
  expect(pythonValue.safeParse(value).success).toBe(false);
});

it('stops at the first thing in a list that is no value, however long the list', () => {
  const list = Array(256).fill(Array(256).fill({}));
  const parsed = clientMessage.safeParse({
    type: 'call',
    id: 1,
    program: 'client',
    call: { name: 'send', fd: 3, args: Array(16).fill(list) },
  });
  expect(parsed.error?.issues.length).toBe(16);
});
