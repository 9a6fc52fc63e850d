import fc from 'fast-check';
import { expect, it } from 'vitest';
import { clientMessage } from '#lib/lab/protocol/messages.ts';
import { readClientMessage } from '#lib/lab/protocol/read-client-message.ts';

const argument = fc.oneof(
  fc.integer(),
  fc.string(),
  fc.constantFrom({ tuple: ['localhost', 80] }, { constant: 'SOL_SOCKET' }, { socket: 3 }, [1, 2]),
  fc.base64String().map((bytes) => ({ bytes })),
  fc.string({ unit: fc.constantFrom('a', '+', '/', '=', ' ', '_', '\n') }).map((bytes) => ({ bytes })),
  fc.record(
    { bytes: fc.base64String(), times: fc.integer(), length: fc.integer() },
    { requiredKeys: ['bytes'] },
  ),
);
const call = fc.record({
  name: fc.constantFrom('recv', 'send', 'getsockname'),
  fd: fc.integer({ min: -1, max: 65_535 }),
  args: fc.array(argument, { maxLength: 2 }),
});
const message = fc.record(
  {
    type: fc.constant('call'),
    id: fc.integer({ min: 1 }),
    program: fc.constantFrom('server', 'client-2'),
    call,
    thread: fc.integer({ min: 1, max: 99 }),
    targets: fc.array(fc.constantFrom('conn', '_x1'), { maxLength: 8 }),
  },
  { requiredKeys: ['type', 'id', 'program', 'call'] },
);

/** What may not be where it is put, or just may. */
const edge = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    true,
    [],
    {},
    0.5,
    2 ** 53,
    -2,
    -1,
    0,
    1,
    99,
    100,
    65_535,
    65_536,
  ),
  fc.constantFrom('', 'a', 'A', '1x', '_x', 'a b', 'a\n', 'socket', 'value', 'recv', 'toString', 'reset'),
  fc.constantFrom('b'.repeat(24), 'b'.repeat(25), 'b'.repeat(40), 'b'.repeat(41)),
  fc.constantFrom(8, 9, 16, 17).map((length) => Array<number>(length).fill(1)),
  fc.constantFrom(8, 9, 16, 17).map((length) => Array<string>(length).fill('b'.repeat(40))),
  fc.constantFrom(['b'.repeat(41)], ['1x'], [null], [{ bytes: 7 }], [{}]),
  argument,
);
const keyOfMessage = fc.constantFrom('type', 'id', 'program', 'call', 'thread', 'targets', 'host', 'other');
const keyOfCall = fc.constantFrom('name', 'fd', 'args', 'other');
const changed = fc.oneof(
  fc.tuple(message, keyOfMessage, edge).map(([whole, key, value]) => ({ ...whole, [key]: value })),
  fc
    .tuple(message, keyOfCall, edge)
    .map(([whole, key, value]) => ({ ...whole, call: { ...whole.call, [key]: value } })),
);

it('reads a message as the schema does, whatever it is', () => {
  const seen = { good: 0, bad: 0 };
  fc.assert(
    fc.property(fc.oneof(message, changed, changed), (written) => {
      const value: unknown = JSON.parse(JSON.stringify(written));
      const expected = clientMessage.safeParse(value);
      seen[expected.success ? 'good' : 'bad'] += 1;
      expect(readClientMessage(value)).toEqual(expected);
    }),
    { numRuns: 10_000 },
  );
  expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(200);
});

it.each(['null', '[]', '7', '{"type":"call","__proto__":{"id":1}}'])(
  'refuses %s as the schema does',
  (text) => {
    expect(readClientMessage(JSON.parse(text)).success).toBe(false);
  },
);
