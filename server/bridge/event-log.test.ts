import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EventLog } from './event-log.ts';

const exit = { type: 'exited', at: 0, program: 'a', unfinished: [] } as const;
const step = fc.oneof(
  fc.record({ what: fc.constant('append' as const), times: fc.nat({ max: 5 }) }),
  fc.record({ what: fc.constant('acknowledge' as const), seq: fc.nat({ max: 40 }) }),
);

it('numbers without a gap, keeps all that is unacknowledged, and never more than was confirmed twice over', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const log = new EventLog();
      let confirmed = 0;
      for (const each of steps) {
        if (each.what === 'append') {
          for (let count = 0; count < each.times; count += 1) {
            const event = log.append({ ...exit, unfinished: [] });
            expect(JSON.parse(event.frame)).toEqual({ ...exit, seq: log.lastSeq });
          }
        } else {
          log.acknowledge(each.seq);
          if (each.seq <= log.lastSeq) confirmed = Math.max(confirmed, each.seq);
        }
        for (let seq = confirmed; seq <= log.lastSeq; seq += 1) {
          const following = log.after(seq);
          expect(following?.map((event) => event.seq)).toEqual(
            Array.from({ length: log.lastSeq - seq }, (_, index) => seq + 1 + index),
          );
        }
        const unacknowledged = log.after(confirmed) ?? [];
        expect(log.unacknowledgedBytes).toBe(unacknowledged.reduce((sum, { bytes }) => sum + bytes, 0));
        expect(log.after(log.lastSeq + 1)).toBeNull();
      }
    }),
  );
});

it('forgets a stretch when the one after it was confirmed too', () => {
  const log = new EventLog();
  for (let count = 0; count < 9; count += 1) log.append({ ...exit, unfinished: [] });
  log.acknowledge(3);
  expect(log.after(0)).toHaveLength(9);
  log.acknowledge(6);
  expect(log.after(2)).toBeNull();
  expect(log.after(3)).toHaveLength(6);
  log.acknowledge(4);
  expect(log.after(3)).toHaveLength(6);
});
