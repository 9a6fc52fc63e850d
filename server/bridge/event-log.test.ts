import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TimedEvent } from '#lib/lab/protocol/messages.ts';
import { EventLog } from './event-log.ts';

const exited: TimedEvent = { type: 'exited', at: 0, id: null, program: 'a', unfinished: [] };
/** The keys of an event may come in any order. */
const exitedBackwards: TimedEvent = { unfinished: [], program: 'a', id: null, at: 0, type: 'exited' };
const step = fc.oneof(
  fc.record({ what: fc.constant('append' as const), times: fc.nat({ max: 5 }), backwards: fc.boolean() }),
  fc.record({ what: fc.constant('acknowledge' as const), seq: fc.nat({ max: 40 }) }),
);

it('numbers without a gap, and keeps all that is unacknowledged and nothing else', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const log = new EventLog();
      let acknowledged = 0;
      for (const each of steps) {
        if (each.what === 'append') {
          for (let count = 0; count < each.times; count += 1) {
            const event = log.append(each.backwards ? exitedBackwards : exited);
            expect(JSON.parse(event.frame)).toEqual({ ...exited, seq: log.lastSeq });
          }
        } else {
          log.acknowledge(each.seq);
          if (each.seq <= log.lastSeq) acknowledged = Math.max(acknowledged, each.seq);
        }
        expect(log.acknowledgedSeq).toBe(acknowledged);
        for (let seq = 0; seq <= log.lastSeq; seq += 1) {
          const following = Array.from({ length: log.lastSeq - seq }, (_, index) => seq + 1 + index);
          expect(log.after(seq)?.map((event) => event.seq) ?? null).toEqual(
            seq < acknowledged ? null : following,
          );
        }
        const unacknowledged = log.after(acknowledged) ?? [];
        expect(log.unacknowledgedBytes).toBe(unacknowledged.reduce((sum, { bytes }) => sum + bytes, 0));
        expect(log.after(log.lastSeq + 1)).toBeNull();
      }
    }),
  );
});
