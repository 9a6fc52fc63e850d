import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import { LabLog } from '#lib/lab/timeline/lab-log.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { limits, network, sessionLog, sessionLogs } from '#test/plausible-lab-log.ts';
import { createTimeline } from '#lib/lab/timeline/timeline.ts';
import { processorMs } from '#test/processor-ms.ts';

function fold(events: readonly LabEvent[]): Snapshot {
  return events.reduce(foldEvent, emptySnapshot);
}

it('gives the same snapshot whether a prefix is folded or scrubbed to, in any order', () => {
  fc.assert(
    fc.property(sessionLog, fc.array(fc.nat(200), { maxLength: 8 }), (events, places) => {
      const timeline = createTimeline();
      timeline.append(events.slice(0, 10));
      timeline.append(events.slice(10));
      for (const place of places) {
        const count = Math.min(place, events.length);
        expect(timeline.snapshot(place)).toEqual(fold(events.slice(0, count)));
      }
      expect(timeline.latest).toEqual(fold(events));
    }),
  );
});

it('keeps every snapshot as it was, whatever follows', () => {
  fc.assert(
    fc.property(sessionLog, (events) => {
      let snapshot = emptySnapshot;
      const copies = events.map((event) => {
        snapshot = foldEvent(snapshot, event);
        return { snapshot, copy: structuredClone(snapshot) };
      });
      for (const { snapshot: kept, copy } of copies) expect(kept).toEqual(copy);
    }),
    { numRuns: 30 },
  );
});

it('has no open descriptor, and no call on its way, of a program that has ended', () => {
  fc.assert(
    fc.property(sessionLog, (events) => {
      for (const { isRunning, descriptors, lines, variables } of fold(events).programs) {
        if (isRunning) continue;
        expect(descriptors).toEqual([]);
        expect(variables.size).toBe(0);
        expect(lines.filter((line) => line.kind === 'call' && line.outcome === null)).toEqual([]);
      }
    }),
  );
});

/** All that the snapshot says, apart from where in the log it is. */
function withoutPlaces(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) => {
      if (/^(?:seq|at|enteredSeq|enteredAt)$/.test(key)) return undefined;
      return one instanceof Map ? [...one] : one;
    }),
  );
}

it('is the same after a connection was lost and resumed, wherever that was', () => {
  fc.assert(
    fc.property(sessionLog, fc.array(fc.nat(150), { maxLength: 5 }), (events, places) => {
      const broken: LabEvent[] = [];
      events.forEach((event, index) => {
        broken.push(event);
        for (const _ of places.filter((place) => place === index))
          broken.push({ ...event, type: 'opened', session: 'x', token: 'x', resumed: true, network, limits });
      });
      const renumbered = broken.map((event, index) => ({ ...event, seq: index + 1 }));
      expect(withoutPlaces(fold(renumbered))).toEqual(withoutPlaces(fold(events)));
    }),
  );
});

it('makes one log of several sessions, without a gap and without going back, whatever came twice', () => {
  fc.assert(
    fc.property(
      sessionLogs,
      fc.array(fc.nat(60), { maxLength: 6 }),
      fc.nat(10_000),
      (sessions, doubles, gap) => {
        const [whole, torn] = [new LabLog({ gapMicros: () => gap }), new LabLog({ gapMicros: () => gap })];
        for (const session of sessions) {
          for (const event of session) expect(whole.append(event).kind).toBe('added');
          session.forEach((event, index) => {
            torn.append(event);
            // What a resumed connection sends again.
            if (doubles.includes(index))
              for (const again of session.slice(Math.max(0, index - 5), index + 1))
                expect(torn.append(again).kind).toBe('double');
          });
        }
        expect(torn.events).toEqual(whole.events);
        expect(whole.events.map(({ seq }) => seq)).toEqual(whole.events.map((_, index) => index + 1));
        let before = 0;
        for (const event of whole.events) {
          expect(event.at).toBeGreaterThanOrEqual(before);
          if (event.type === 'segment') expect(event.at - event.segment.sentAt).toBeLessThanOrEqual(5 * 700);
          before = event.at;
        }
      },
    ),
  );
});

const opened: LabEvent = {
  type: 'opened',
  seq: 1,
  at: 5,
  session: 'a',
  token: 't',
  resumed: false,
  network,
  limits,
};

it('moves every instant of a later session behind the one before', () => {
  const log = new LabLog({ gapMicros: () => 1000 });
  log.append(opened);
  log.append({ type: 'notice', seq: 2, at: 100, code: 'PAUSED', message: '' });
  expect(log.append({ ...opened, session: 'b' })).toMatchObject({ event: { seq: 3, at: 1105 } });
  expect(log.sessionSeq).toBe(1);
});

it('throws where events are missing, and says when it is full', () => {
  const log = new LabLog({ maxEvents: 2 });
  expect(() => log.append({ type: 'notice', seq: 1, at: 0, code: 'PAUSED', message: '' })).toThrow('opened');
  log.append(opened);
  expect(() => log.append({ type: 'notice', seq: 3, at: 9, code: 'PAUSED', message: '' })).toThrow('Event 3');
  log.append({ type: 'notice', seq: 2, at: 9, code: 'PAUSED', message: '' });
  expect(log.isFull).toBe(true);
  expect(log.append({ type: 'notice', seq: 3, at: 9, code: 'PAUSED', message: '' }).kind).toBe('full');
  expect(log.events).toHaveLength(2);
});

it('finds any of 20,000 snapshots in well under a millisecond', () => {
  const timeline = createTimeline();
  timeline.append([opened]);
  for (let seq = 2; seq <= 20_000; seq += 2) {
    const who = { id: seq, program: 'server', thread: 1, at: seq };
    timeline.append([
      { type: 'entered', seq, ...who, call: { name: 'socket', args: [] }, targets: [`s${String(seq % 50)}`] },
      { type: 'returned', seq: seq + 1, ...who, result: { ok: true, value: { socket: 3 + (seq % 50) } } },
    ]);
  }
  const all = processorMs(() => {
    for (let index = 0; index < 300; index++) timeline.snapshot((index * 7919) % 20_000);
  });
  expect(all / 300).toBeLessThan(1);
});
