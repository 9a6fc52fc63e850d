import { expect, it } from 'vitest';
import { PageTurns } from '#server/front/page-turns.ts';

const boundary = {
  fail(error: unknown) {
    throw error;
  },
};

/** Resolves when the event loop has come round. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

it('begins the first page at once, and one more in each turn of the event loop', async () => {
  const turns = new PageTurns();
  const begun: number[] = [];
  for (const page of [1, 2, 3]) turns.next('a', boundary, () => begun.push(page));
  expect(begun).toEqual([1]);
  await turn();
  expect(begun).toEqual([1, 2]);
  await turn();
  expect(begun).toEqual([1, 2, 3]);
  await turn();
  turns.next('a', boundary, () => begun.push(4));
  expect(begun).toEqual([1, 2, 3, 4]);
});

it('lets no group wait for all the pages of another', async () => {
  const turns = new PageTurns();
  const begun: string[] = [];
  for (let count = 0; count < 100; count += 1) turns.next('many', boundary, () => begun.push('many'));
  turns.next('one', boundary, () => begun.push('one'));
  for (let count = 0; count < 2; count += 1) await turn();
  expect(begun).toEqual(['many', 'many', 'one']);
});

it('goes on after a page that fails', async () => {
  const failed: unknown[] = [];
  const turns = new PageTurns();
  const begun: string[] = [];
  const fails = () => {
    throw new Error('a bug');
  };
  turns.next('a', { fail: (error) => void failed.push(error) }, fails);
  turns.next('a', boundary, () => begun.push('next'));
  await turn();
  expect(failed).toHaveLength(1);
  expect(begun).toEqual(['next']);
});
