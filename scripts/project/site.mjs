import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './run.mjs';

/**
 * Starts the built site on a free port.
 *
 * @param {Record<string, string>} [env] variables in place of its own
 * @param {((line: string) => void) | null} [log] gets the lines of its log; `null`: they go where this process writes its own
 * @returns {Promise<{ url: string, pid: number, ended: Promise<unknown>, stop: () => Promise<void> }>} `pid` of the process
 *   that serves the pages; `ended` resolves when that process has ended, however it did
 */
export function startSite(env = {}, log = null) {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--built'], {
    cwd: root,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', log === null ? 'inherit' : 'pipe'],
  });
  if (log !== null && child.stderr !== null) createInterface({ input: child.stderr }).on('line', log);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    if (child.stdout === null) throw new Error('The site has no standard output.');
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /Ackademy is at (\S+)/.exec(line)?.[1];
      if (url) {
        resolve({
          url,
          pid: child.pid ?? 0,
          ended,
          stop: () => {
            child.kill('SIGTERM');
            return ended.then(() => undefined);
          },
        });
      }
    });
    void ended.then((code) => reject(new Error(`The site ended with code ${code} before it was ready.`)));
  });
}
