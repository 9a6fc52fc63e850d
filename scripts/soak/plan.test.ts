import { expect, it } from 'vitest';
import { randomFrom } from '#test/server/fuzz-messages.ts';
import { UsageError } from '../command/arguments.ts';
import { readSoakArguments } from './arguments.ts';
import { planSoak } from './plan.ts';

const names = ['a', 'b', 'c', 'd', 'e'];

it('makes each attack twice, one after another, for the whole time', () => {
  const { attacks, lengthMs } = planSoak(names, 10, randomFrom(1));
  expect(lengthMs).toBe(600_000);
  expect(
    attacks
      .slice(0, 5)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names);
  expect(
    attacks
      .slice(5)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(names);
  attacks.forEach(({ beginsMs, endsMs }, index) => {
    expect(beginsMs).toBeCloseTo(index * 60_000);
    expect(endsMs).toBeCloseTo((index + 1) * 60_000);
  });
});

it('kills both processes in the first half, as often as the time allows', () => {
  const { kills } = planSoak(names, 10, randomFrom(1));
  expect(kills.map(({ victim }) => victim).sort()).toEqual([
    ...Array<string>(4).fill('front'),
    ...Array<string>(4).fill('sidecar'),
  ]);
  kills.forEach(({ atMs }, index) => {
    expect(atMs).toBeLessThan(300_000);
    if (index > 0) expect(atMs - (kills[index - 1]?.atMs ?? 0)).toBeGreaterThanOrEqual(8_000);
  });
  expect(planSoak(names, 0.1, randomFrom(1)).kills).toHaveLength(2);
});

it('is decided by the seed', () => {
  expect(planSoak(names, 3, randomFrom(7))).toEqual(planSoak(names, 3, randomFrom(7)));
  expect(planSoak(names, 3, randomFrom(7))).not.toEqual(planSoak(names, 3, randomFrom(8)));
});

it('reads minutes, a seed and a number of sessions, and refuses anything else', () => {
  expect(readSoakArguments([], () => 5)).toMatchObject({ minutes: 10, seed: 5, sessions: 300, only: [] });
  expect(readSoakArguments(['0.5', '--seed', '7', '--sessions', '20'], () => 5)).toMatchObject({
    minutes: 0.5,
    seed: 7,
    sessions: 20,
  });
  for (const argv of [
    ['ten'],
    ['0'],
    ['1', '2'],
    ['--seed', 'x'],
    ['--sessions', '1.5'],
    ['--sessions', '301'],
    ['--what'],
  ])
    expect(() => readSoakArguments(argv, () => 5)).toThrow(UsageError);
});
