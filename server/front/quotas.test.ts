import { expect, it } from 'vitest';
import { PerMinute, Shares } from '#server/front/quotas.ts';

it('gives each group its shares, and everybody together no more than there are', () => {
  const shares = new Shares({ all: 3, each: 2 });
  const first = shares.take('a');
  expect(shares.take('a')).not.toBeNull();
  expect(shares.take('a')).toBeNull();
  expect(shares.take('b')).not.toBeNull();
  expect(shares.take('c')).toBeNull();
  expect(shares.take(null)).toBeNull();
  first?.();
  expect(shares.take(null)).not.toBeNull();
  expect(shares.all).toBe(3);
});

it('counts within a minute, and anew in the next', () => {
  let now = 0;
  const rate = new PerMinute({ all: 3, each: 2 }, () => now);
  expect(['a', 'a', 'a', 'b', 'c'].map((group) => rate.take(group))).toEqual([
    true,
    true,
    false,
    true,
    false,
  ]);
  now = 60_000;
  expect(rate.take('a')).toBe(true);
});
