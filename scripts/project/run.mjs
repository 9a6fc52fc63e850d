import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

/** Next.js asks nothing and reports nothing while the project's own scripts run it. */
const quiet = { NEXT_TELEMETRY_DISABLED: '1' };

/**
 * Runs a command in the project's root, with the project's own binaries first on the PATH.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: (text: string) => void, env?: Record<string, string | undefined>, started?: (pid: number) => Promise<void> }} [options]
 *   `show` gets the output as it comes, too; `started` is called with the id of the command's process.
 * @returns {Promise<{ ok: boolean, output: string }>} a command that cannot be started is not ok.
 */
export function run(command, args, { show = () => {}, env = {}, started = async () => {} } = {}) {
  return new Promise((resolve, reject) => {
    const own = join(root, 'node_modules', '.bin', command);
    // Not by the PATH alone, where a folder whose name has a colon would be two.
    const child = spawn(process.platform !== 'win32' && existsSync(own) ? own : command, args, {
      cwd: root,
      env: {
        ...process.env,
        ...quiet,
        PATH: [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        output += text;
        show(text);
      });
    child.on('error', (error) => resolve({ ok: false, output: `${output}${command}: ${error.message}\n` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
    if (child.pid !== undefined) started(child.pid).catch(reject);
  });
}

/** Stops the process with a message: what happened, and what to do. */
export function fail(message) {
  process.stderr.write(`${message.trimEnd()}\n`);
  process.exit(1);
}

/** What the system refuses to a command, and what to do about it. */
const refusals = {
  ENOSPC: 'No space is left there. Free some, then try again.',
  EDQUOT: 'No space is left there for this user. Free some, then try again.',
  EACCES: 'This user may not do that. Change the permissions, or work on a copy of the project.',
  EPERM: 'This user may not do that. Change the permissions, or work on a copy of the project.',
  EROFS: 'That file system is read-only. Work on a copy of the project elsewhere.',
  EMFILE: 'This process has no file descriptors left. Raise the limit (ulimit -n), then try again.',
  ENFILE: 'The system has no file descriptors left. Close some programs, then try again.',
};

/**
 * Does the work of a command. Where the system refuses a file to it, the process ends with a message; all else is a bug.
 *
 * @template Result
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function orFail(work) {
  try {
    return await work();
  } catch (error) {
    // Node.js reports a folder that cannot be made below a read-only one as one that is not there.
    const code = error?.code === 'ENOENT' && error.syscall === 'mkdir' ? 'EROFS' : error?.code;
    const help = refusals[code];
    if (help === undefined || error.syscall === undefined) throw error;
    return fail(`The system refuses a file: ${error.message}.\n${help}`);
  }
}
