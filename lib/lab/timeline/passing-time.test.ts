import { expect, it } from 'vitest';
import type { LabEvent, SocketRecord } from '#lib/lab/protocol/messages.ts';
import { hasMovedOn } from '#lib/lab/timeline/passing-time.ts';
import { limits, network, socketRecord } from '#test/plausible-lab-log.ts';

const second = 1_000_000;
type Body = LabEvent extends infer Event ? (Event extends LabEvent ? Omit<Event, 'seq'> : never) : never;

const opened: Body = { type: 'opened', at: 0, session: 's', token: 't', resumed: false, network, limits };

/** A log in which something was done at 1 s, and the kernel then showed these sockets. */
function logOf(...more: Body[]): LabEvent[] {
  return [opened, ...more].map((event, index) => ({ ...event, seq: index + 1 }));
}

const shows = (at: number, fields: Partial<SocketRecord>): Body => ({
  type: 'sockets',
  at,
  changed: [socketRecord({ id: 'a', program: 'client', fd: 3, ...fields })],
  gone: [],
});

const afterAMinute = (...events: Body[]) => hasMovedOn(logOf(...events), second, 61 * second);

it('nothing moves while sockets listen, are connected, or were half closed by a program that goes on', () => {
  for (const state of ['LISTEN', 'ESTABLISHED', 'CLOSE-WAIT', 'FIN-WAIT-2', 'CLOSED'] as const)
    expect([state, afterAMinute(shows(second, { state }))]).toEqual([state, false]);
});

it('a state with a timer moves on', () => {
  for (const state of ['SYN-SENT', 'SYN-RECEIVED', 'FIN-WAIT-1', 'CLOSING', 'LAST-ACK', 'TIME-WAIT'] as const)
    expect([state, afterAMinute(shows(second, { state }))]).toEqual([state, true]);
  expect(afterAMinute(shows(second, { state: 'FIN-WAIT-2', fd: null }))).toBe(true);
});

it('bytes without an acknowledgment move on, and so does a timer that ends within an hour', () => {
  const connected = { state: 'ESTABLISHED' } as const;
  expect(afterAMinute(shows(second, { ...connected, unacknowledgedBytes: 11 }))).toBe(true);
  const keepalive = (endsAt: number) => ({ ...connected, timer: { kind: 'keepalive', endsAt } as const });
  expect(afterAMinute(shows(second, keepalive(30 * second)))).toBe(true);
  expect(afterAMinute(shows(second, keepalive(7200 * second)))).toBe(false);
});

it('what the kernel did by itself since then counts, what the step set off does not', () => {
  const state = 'ESTABLISHED' as const;
  expect(afterAMinute(shows(second, { state }), shows(1.04 * second, { state }))).toBe(false);
  expect(afterAMinute(shows(second, { state: 'TIME-WAIT' }), shows(60 * second, { state: 'CLOSED' }))).toBe(
    true,
  );
});

it('a call that waits moves on where it has a timeout', () => {
  const call = (id: number, name: 'settimeout' | 'recv', at: number): Body => ({
    type: 'entered',
    at,
    id,
    program: 'client',
    thread: 1,
    call: { name, fd: 3, args: [1] },
  });
  const waits: Body = {
    type: 'blocked',
    at: second,
    id: 2,
    program: 'client',
    thread: 1,
    waitsFor: 'data',
    fd: 3,
  };
  const recv = call(2, 'recv', second);
  expect(afterAMinute(recv, waits)).toBe(false);
  const set: Body = {
    type: 'returned',
    at: 10,
    id: 1,
    program: 'client',
    thread: 1,
    result: { ok: true, value: null },
  };
  expect(afterAMinute(call(1, 'settimeout', 10), set, recv, waits)).toBe(true);
});

it('nobody notices a pause of less than a second', () => {
  const log = logOf(shows(second, { state: 'TIME-WAIT' }));
  expect(hasMovedOn(log, second, 1.9 * second)).toBe(false);
  expect(hasMovedOn(log, second, 2.1 * second)).toBe(true);
});

it('a socket of before a reset does not count', () => {
  const reset: Body = { type: 'reset', at: 2 * second, id: 1, network };
  expect(hasMovedOn(logOf(shows(second, { state: 'TIME-WAIT' }), reset), 2 * second, 60 * second)).toBe(
    false,
  );
});
