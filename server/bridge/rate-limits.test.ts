import { expect, it } from 'vitest';
import { MessageRate } from '#server/bridge/rate-limits.ts';

const call = { type: 'call', id: 1, program: 'a', call: { name: 'poll', args: [] } } as const;
const message = { ...call, call: { ...call.call, args: [] } };

function verdicts(rate: MessageRate, count: number) {
  const counts = { pass: 0, refuse: 0, flood: 0 };
  for (let index = 0; index < count; index += 1) counts[rate.judge(message)] += 1;
  return counts;
}

it('lets a second’s worth through at once, and then as many as time allows', () => {
  let nowMs = 0;
  const rate = new MessageRate(100, () => nowMs);
  expect(verdicts(rate, 150)).toEqual({ pass: 100, refuse: 50, flood: 0 });
  nowMs += 250;
  expect(verdicts(rate, 50)).toEqual({ pass: 25, refuse: 25, flood: 0 });
  nowMs += 60_000;
  expect(verdicts(rate, 150)).toEqual({ pass: 100, refuse: 50, flood: 0 });
});

it('calls ten times the limit within a second a flood', () => {
  let nowMs = 0;
  const rate = new MessageRate(100, () => nowMs);
  expect(verdicts(rate, 1_001)).toEqual({ pass: 100, refuse: 900, flood: 1 });
  nowMs += 1_000;
  expect(verdicts(rate, 100)).toEqual({ pass: 100, refuse: 0, flood: 0 });
});

it('weighs a reset as much as fifty calls', () => {
  const rate = new MessageRate(100, () => 0);
  expect([1, 2, 3].map(() => rate.judge({ type: 'reset' }))).toEqual(['pass', 'pass', 'refuse']);
});
