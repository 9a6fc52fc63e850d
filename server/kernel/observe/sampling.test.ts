import { expect, test } from 'vitest';
import type { SocketRecord } from '#lib/lab/protocol/messages.ts';
import { nextSampleMs } from '#server/kernel/observe/observer.ts';

const still: SocketRecord = {
  id: 'k1',
  program: 'client',
  fd: 3,
  family: 'AF_INET',
  type: 'SOCK_STREAM',
  state: 'ESTABLISHED',
  local: null,
  peer: null,
  acceptQueue: null,
  unreadBytes: 5,
  unacknowledgedBytes: 0,
  tcpInfo: null,
  timer: null,
};

test('there is no next look when all is still', () => {
  const states = ['CLOSED', 'LISTEN', 'ESTABLISHED', 'CLOSE-WAIT', 'FIN-WAIT-2', null] as const;
  const records = states.map((state) => ({ ...still, state }));
  expect(nextSampleMs(records, 0, false, 20)).toBeNull();
});

test('looks follow each other ever more slowly while nothing new is seen', () => {
  const sending = [{ ...still, unacknowledgedBytes: 1 }];
  expect(nextSampleMs(sending, 0, true, 250)).toBe(20);
  expect(nextSampleMs(sending, 0, false, 20)).toBe(40);
  expect(nextSampleMs(sending, 0, false, 200)).toBe(250);
});

test('after a change there is one more look', () => {
  expect(nextSampleMs([still], 0, true, null)).toBe(20);
});

test('TIME-WAIT is looked at when its clock has run out', () => {
  const waiting: SocketRecord = {
    ...still,
    state: 'TIME-WAIT',
    timer: { kind: 'time-wait', endsAt: 60_000_000 },
  };
  expect(nextSampleMs([waiting], 0, false, 20)).toBe(60_020);
  expect(nextSampleMs([waiting], 61_000_000, false, 250)).toBe(250);
});
