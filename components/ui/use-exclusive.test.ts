import { expect, it } from 'vitest';
import { Exclusive } from '#components/ui/use-exclusive.ts';

it('begins no second action while one is under way, and the next when it has ended', async () => {
  const exclusive = new Exclusive();
  let end = () => {};
  const begun: string[] = [];
  const first = exclusive.run(() => {
    begun.push('first');
    return new Promise<void>((resolve) => (end = resolve));
  });
  expect(exclusive.isRunning).toBe(true);
  expect(await exclusive.run(() => Promise.resolve(begun.push('second')))).toBe(false);
  end();
  expect(await first).toBe(true);
  expect(exclusive.isRunning).toBe(false);
  expect(await exclusive.run(() => Promise.resolve(begun.push('third')))).toBe(true);
  expect(begun).toEqual(['first', 'third']);
});

it('passes the failure of an action on, and begins the next', async () => {
  const exclusive = new Exclusive();
  await expect(exclusive.run(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(exclusive.isRunning).toBe(false);
  expect(await exclusive.run(() => Promise.resolve())).toBe(true);
});
