import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

/** The project's root folder. */
export const root = join(import.meta.dirname, '../..');

/** Next.js asks nothing and reports nothing while the project's own scripts run it. */
const quiet = { NEXT_TELEMETRY_DISABLED: '1' };

/**
 * Runs a command in the project's root, with the project's own binaries first on the PATH.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ show?: (text: string) => void, env?: Record<string, string | undefined> }} [options] `show` gets the output as it
 *   comes, too.
 * @returns {Promise<{ ok: boolean, output: string }>} never rejects; a command that cannot be started is not ok.
 */
export function run(command, args, { show = () => {}, env = {} } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
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
  });
}

/** Stops the process with a message: what happened, and what to do. */
export function fail(message) {
  process.stderr.write(`${message.trimEnd()}\n`);
  process.exit(1);
}
