import { expect, it } from 'vitest';
import { inOrder, outputsInOrder } from './in-order.mjs';

it('does so much at once as it may, and reports the results in the order of the work', async () => {
  const log: string[] = [];
  const endings: (() => void)[] = [];
  const work = ['a', 'b', 'c'].map((name, index) => async () => {
    log.push(`begin ${name}`);
    await new Promise<void>((resolve) => (endings[index] = resolve));
    return name;
  });
  const all = inOrder(work, 2, (name) => log.push(`reported ${name}`));
  expect(log).toEqual(['begin a', 'begin b']);
  endings[1]?.();
  await expect.poll(() => log).toEqual(['begin a', 'begin b', 'begin c']);
  endings[2]?.();
  endings[0]?.();
  await all;
  expect(log).toEqual(['begin a', 'begin b', 'begin c', 'reported a', 'reported b', 'reported c']);
});

it('shows an output when those before it are closed', () => {
  let shown = '';
  const [first, second, third] = outputsInOrder(3, (text) => (shown += text));
  second?.write('2');
  first?.write('1');
  expect(shown).toBe('1');
  second?.write('2');
  third?.close();
  second?.close();
  expect(shown).toBe('1');
  first?.close();
  expect(shown).toBe('122');
});
