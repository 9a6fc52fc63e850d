import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatKept, parseKept } from '#lib/lab-client/kept-session.ts';
import { backOffMs } from '#lib/lab-client/link.ts';
import { readFrame } from '#lib/lab-client/read-frame.ts';
import { type LabCall, type LabEvent, labEvent } from '#lib/lab/protocol/messages.ts';
import { Unanswered } from '#lib/lab/protocol/pending-requests.ts';

const stamp = { seq: 1, at: 0 };
const answers = { program: 'server', thread: 1 };
const call: LabCall = { name: 'socket', args: [] };
const opened = (resumeMs: number): LabEvent => ({
  type: 'opened',
  ...stamp,
  session: 's',
  token: 't',
  resumed: false,
  network: {
    kind: 'private',
    reason: null,
    asRoot: false,
    sockets: { possible: true },
    capture: { possible: true },
    loss: { possible: true },
    settings: {
      maxBacklog: 4096,
      firstUnprivilegedPort: 1024,
      ephemeralPorts: [32768, 60999],
      synRetries: 6,
      synLinearTimeouts: 4,
    },
  },
  limits: {
    programs: 16,
    threads: 16,
    sockets: 64,
    callsPerSecond: 500,
    recvBytes: 1,
    sendBytes: 1,
    bufferedBytes: 1,
    unacknowledgedBytes: 1,
    idleMs: 1,
    resumeMs,
  },
});

describe('The pause before the next attempt', () => {
  it('is short at first, grows, and is never longer than 5 s', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, random) => {
        const pause = backOffMs('lost', attempts, random);
        expect(pause).toBeGreaterThan(0);
        expect(pause).toBeLessThanOrEqual(5_000);
        expect(backOffMs('lost', attempts + 1, random)).toBeGreaterThanOrEqual(pause);
      }),
    );
    expect(backOffMs('lost', 0, 0)).toBe(100);
    expect(backOffMs('full', 0, 0)).toBe(1_000);
    expect(backOffMs('full', 9, 0.5)).toBe(3_750);
  });
});

describe('A frame of the sidecar', () => {
  it.each(labEvent.options.map((option) => option.shape.type.value))('may be %s', (type) => {
    const text = JSON.stringify({ type, ...stamp });
    expect(readFrame(text)).toEqual({ type, ...stamp });
  });

  it('may be an error with a code of ours', () => {
    expect(readFrame('{"type":"error","code":"FLOOD"}')).toMatchObject({ code: 'FLOOD' });
  });

  it.each([
    '',
    '{',
    '[]',
    'null',
    '1',
    '{"type":"opened"}',
    '{"type":"opened","seq":0,"at":0}',
    '{"type":"opened","seq":"1","at":0}',
    '{"type":"opened","seq":1.5,"at":0}',
    '{"type":"constructor","seq":1,"at":0}',
    '{"type":"error","code":"toString"}',
    '{"type":"error"}',
    new ArrayBuffer(2),
  ])('is not %j', (data) => {
    expect(readFrame(data)).toBeNull();
  });
});

describe('What had no answer', () => {
  const said = (id: number) => ({ type: 'call', id, program: 'server', call }) as const;

  it('is what was said and neither entered nor refused, in order', () => {
    const unanswered = new Unanswered();
    for (const id of [1, 2, 3]) unanswered.add(said(id));
    unanswered.settle({ type: 'entered', ...stamp, ...answers, id: 1, call });
    expect(unanswered.messages).toEqual([said(2), said(3)]);
    unanswered.settle({ type: 'returned', ...stamp, ...answers, id: 1, result: { ok: true, value: null } });
    unanswered.settle({ type: 'refused', ...stamp, id: null, code: 'SOCKETS_LIMIT', message: '', help: '' });
    expect(unanswered.messages).toEqual([said(2), said(3)]);
    unanswered.settle({ type: 'refused', ...stamp, id: 3, code: 'SOCKETS_LIMIT', message: '', help: '' });
    expect(unanswered.messages).toEqual([]);
  });

  it('forgets an interrupt when a call of its thread returned, an exit and a loss when they were told', () => {
    const unanswered = new Unanswered();
    unanswered.add({ type: 'interrupt', program: 'server' });
    unanswered.add({ type: 'exit', program: 'client' });
    unanswered.add({
      type: 'drop',
      program: 'server',
      fd: 3,
      direction: 'in',
      loss: { kind: 'all' },
    });
    unanswered.settle({ type: 'exited', ...stamp, program: 'server', unfinished: [] });
    expect(unanswered.messages).toHaveLength(3);
    unanswered.settle({ type: 'exited', ...stamp, program: 'client', unfinished: [] });
    unanswered.settle({
      type: 'dropping',
      ...stamp,
      program: 'server',
      fd: 3,
      direction: 'in',
      loss: { kind: 'all' },
      lostSegments: 0,
    });
    expect(unanswered.messages).toEqual([{ type: 'interrupt', program: 'server' }]);
    unanswered.settle({
      type: 'returned',
      ...stamp,
      ...answers,
      thread: 2,
      id: 1,
      result: { ok: true, value: null },
    });
    expect(unanswered.messages).toHaveLength(1);
    unanswered.settle({ type: 'returned', ...stamp, ...answers, id: 1, result: { ok: true, value: null } });
    expect(unanswered.messages).toEqual([]);
  });

  it('forgets what was said before a reset that was carried out', () => {
    const unanswered = new Unanswered();
    unanswered.add({ type: 'interrupt', program: 'server' });
    unanswered.add({ type: 'reset', id: 1 });
    unanswered.add(said(2));
    const event = opened(1);
    if (event.type !== 'opened') throw new Error('unreachable');
    unanswered.settle({ type: 'reset', ...stamp, network: event.network });
    expect(unanswered.messages).toEqual([said(2)]);
  });
});

describe('A session that is kept across a reload', () => {
  const kept = { session: 's', token: 't', after: 1, asRoot: false, events: [opened(60_000)] };

  it('is read back for as long as it may live, and no longer', () => {
    const text = formatKept(kept, 1_000) ?? '';
    expect(parseKept(text, 61_000)).toMatchObject(kept);
    expect(parseKept(text, 61_001)).toBeNull();
  });

  it('is not kept where its log is too long', () => {
    const events = Array.from({ length: 20_000 }, () => opened(60_000));
    expect(formatKept({ ...kept, events }, 0)).toBeNull();
  });

  it.each([
    ['version', 2],
    ['session', null],
    ['token', 1],
    ['after', '1'],
    ['asRoot', 'no'],
    ['keptAtMs', null],
    ['events', {}],
    ['events', [{ type: 'error', code: 'FLOOD' }]],
  ])('is not read where its %s is %j', (key, value) => {
    const text = formatKept(kept, 0) ?? '';
    expect(parseKept(text, 0)).not.toBeNull();
    expect(parseKept(JSON.stringify({ ...JSON.parse(text), [key]: value }), 0)).toBeNull();
  });
});
