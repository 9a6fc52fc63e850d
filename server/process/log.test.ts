import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';

const program = `
import { outliveReaders } from '#server/process/log.ts';
outliveReaders();
process.stdin.once('end', () => {
  process.stderr.write('nobody reads this');
  // By now a failure to write would have ended the process.
  process.stderr.once('close', () => process.exit(0));
});
process.stdin.resume();
process.stdout.write('ready');
`;

it('goes on when nobody reads what it prints any more', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
  const exited = once(child, 'exit');
  await once(child.stdout, 'data');
  child.stderr.destroy();
  await once(child.stderr, 'close');
  child.stdin.end();
  expect(await exited).toEqual([0, null]);
});
