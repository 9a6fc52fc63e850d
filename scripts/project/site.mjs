import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { root } from './run.mjs';

/**
 * Starts the built site on a free port.
 *
 * @returns {Promise<{ url: string, pid: number, stop: () => Promise<void> }>} `pid` of the process that serves the pages
 */
export function startSite(env = {}) {
  const child = spawn(process.execPath, ['scripts/start.mjs', '--built'], {
    cwd: root,
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /Ackademy is at (\S+)/.exec(line)?.[1];
      if (url) {
        resolve({
          url,
          pid: child.pid ?? 0,
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
