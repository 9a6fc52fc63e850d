import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { sourceCommand } from '../../scripts/project/compile.mjs';

it('goes on when nobody reads what it prints any more', async () => {
  const [file = '', ...args] = sourceCommand('test/server/outlives-readers.ts');
  const child = spawn(file, args);
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stderr.destroy();
  await once(child.stderr, 'close');
  child.stdin.end();
  expect(await exited).toEqual([0, null]);
});
