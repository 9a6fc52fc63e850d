/**
 * `npm run lab -- run|check|fix FILE…`: installs and compiles what is missing, then runs `lab.ts`, for `run` in a network of its own
 * where that is to be had.
 */
import { spawn } from 'node:child_process';
import { privateCommand, reasonVariable } from '../server/process/private-command.mjs';
import { compile, runCompiled } from './project/compile.mjs';
import { ensureInstalled } from './project/install.mjs';
import { orFail } from './project/run.mjs';

const program = 'scripts/lab.ts';

/** @param {string[]} argv */
function networkCommand(argv) {
  try {
    return privateCommand(argv);
  } catch (error) {
    process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(2);
  }
}

/** Runs the program in a process of its own, and ends as that does. */
async function runInNetwork(ownArgs) {
  const { files } = await compile([program]);
  const { file, args, reason } = networkCommand([
    process.execPath,
    '--enable-source-maps',
    ...files,
    ...ownArgs,
  ]);
  // The end of the channel shows the child that this process is gone, however it ended.
  const child = spawn(file, args, {
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
}

await orFail(async () => {
  await ensureInstalled();
  const args = process.argv.slice(2);
  await (args[0] === 'run' ? runInNetwork(args) : runCompiled(program, args));
});
