import { expect, it } from 'vitest';
import { clientMessage } from '#lib/lab/protocol.ts';
import { pythonValue } from '#lib/lab/python-value.ts';

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
  [[[1]]],
  { tuple: [{ tuple: [[1]] }] },
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
