import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type EventBody, labEvent } from '#lib/lab/protocol/messages.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';

it('lists what was added and not settled, in order, and settles each once', () => {
  const step = fc.record({ what: fc.constantFrom('add', 'settle'), id: fc.nat({ max: 6 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const pending = new PendingRequests<string>();
      let model: number[] = [];
      for (const { what, id } of steps) {
        if (what === 'settle') {
          expect(pending.settle(id)).toBe(model.includes(id) ? `request ${String(id)}` : undefined);
          model = model.filter((each) => each !== id);
        } else if (model.includes(id)) {
          expect(() => pending.add(id, 'another')).toThrow(`Request ${String(id)} is pending`);
        } else {
          pending.add(id, `request ${String(id)}`);
          model.push(id);
        }
        expect([...pending]).toEqual(model.map((each) => `request ${String(each)}`));
      }
      expect(pending.drop()).toHaveLength(model.length);
      expect([...pending]).toEqual([]);
    }),
  );
});

it('does not settle anything for an event that answers none', () => {
  const pending = new PendingRequests<string>();
  pending.add(1, 'one');
  expect(pending.settle(null)).toBeUndefined();
  expect(pending.get(1)).toBe('one');
});

const returned = { ok: true, value: null } as const;
const answers = { program: 'server', thread: 1 };
it.each<[EventBody, number | null]>([
  [{ type: 'entered', id: 4, ...answers, call: { name: 'socket', args: [] } }, 4],
  [{ type: 'returned', id: 4, ...answers, result: returned }, null],
  [{ type: 'returned', id: 4, ...answers, result: returned, interruptedBy: 5 }, 5],
  [{ type: 'exited', id: 4, program: 'server', unfinished: [3] }, 4],
  [{ type: 'exited', id: null, program: 'server', unfinished: [] }, null],
  [{ type: 'refused', id: 4, code: 'SOCKETS_LIMIT', message: '', help: '' }, 4],
  [{ type: 'blocked', id: 4, ...answers, waitsFor: 'data', fd: 3 }, null],
])('takes %j for the answer to %s', (event, id) => {
  expect(labEvent.safeParse({ ...event, seq: 1, at: 0 }).success).toBe(true);
  expect(answeredId(event)).toBe(id);
});
