/** `npm run lab -- run|check|fix FILE…`: starts `lab.ts`, for `run` in a network of its own where that is to be had. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { privateCommand, reasonVariable } from '../server/process/private-command.mjs';
import { root } from './project/run.mjs';

const args = process.argv.slice(2);
const command = [
  process.execPath,
  '--import',
  import.meta.resolve('tsx'),
  join(root, 'scripts', 'lab.ts'),
  ...args,
];
const { file, args: rest, reason } = args[0] === 'run' ? networkCommand(command) : hostCommand(command);

/** @param {string[]} argv */
function networkCommand(argv) {
  try {
    return privateCommand(argv);
  } catch (error) {
    process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

/** @param {string[]} argv */
function hostCommand([file = '', ...rest]) {
  return { file, args: rest, reason: null };
}

// The end of the channel shows the child that this process is gone, however it ended.
const child = spawn(file, rest, {
  stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  // An inherited one is about another process.
  env: { ...process.env, [reasonVariable]: reason ?? undefined },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`lab: ${file} could not be started: ${error.message}\n`);
  process.exitCode = 1;
});
child.on('exit', (code, signal) => {
  if (signal === null) process.exitCode = code ?? 1;
  else {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  }
});
