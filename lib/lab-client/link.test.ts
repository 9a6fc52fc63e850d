import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backOffMs } from '#lib/lab-client/link.ts';
import { readFrame } from '#lib/lab-client/read-frame.ts';
import { mayBeThere, sessionStorageOf, storedSessions } from '#lib/lab-client/stored-session.ts';
import { type LabEvent, labEvent } from '#lib/lab/protocol/messages.ts';
import { limits, network } from '#test/plausible-lab-log.ts';
import { TestTab } from '#test/test-tab.ts';

const stamp = { seq: 1, at: 0 };
const opened = (resumeMs: number): LabEvent => ({
  type: 'opened',
  ...stamp,
  session: 's',
  token: 't',
  resumed: false,
  network,
  limits: { ...limits, resumeMs },
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

describe('A session that is stored over a reload', () => {
  const key = { session: 's', token: 't', after: 1, asRoot: false };

  it('is read back, and there for as long as the sidecar may have it', () => {
    const storage = sessionStorageOf('echo', new TestTab());
    const [stored] = storedSessions(key, [opened(60_000)], 1_000);
    storage.write(stored ?? null);
    const read = storage.take();
    expect(read).toMatchObject({ ...key, events: [opened(60_000)] });
    expect(read && mayBeThere(read, 61_000)).toBe(true);
    expect(read && mayBeThere(read, 61_001)).toBe(false);
  });

  it('is stored with the events of its last session alone where all of them are too many', () => {
    const tab = new TestTab();
    const storage = sessionStorageOf('echo', tab);
    const events = Array.from({ length: 20_000 }, () => opened(60_000));
    storage.writeOnLeave(() => storedSessions(key, events, 0));
    tab.leave();
    expect(storage.take()?.events).toHaveLength(1);
  });

  it.each([
    ['version', 1],
    ['session', null],
    ['token', 1],
    ['after', '1'],
    ['asRoot', 'no'],
    ['storedAtMs', null],
    ['events', {}],
    ['events', [{ type: 'error', code: 'FLOOD' }]],
  ])('is not read where its %s is %j', (name, value) => {
    const tab = new TestTab();
    const storage = sessionStorageOf('echo', tab);
    const [stored] = storedSessions(key, [opened(60_000)], 0);
    tab.items.set('ackademy.lab.echo', JSON.stringify({ ...stored, [name]: value }));
    expect(storage.read()).toBeNull();
  });
});
