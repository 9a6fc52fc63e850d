import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { sourceCommand } from '../../scripts/project/compile.mjs';

const place = z.object({ url: z.string(), socketPath: z.string() });

/** A process with so few descriptors that connections can take them all. */
async function startFront(descriptors: number, ...args: string[]) {
  const command = `ulimit -n ${descriptors}; exec "$@"`;
  const argv = sourceCommand('test/server/front-process.ts', args);
  const child = spawn('sh', ['-c', command, 'sh', ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const line = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', () => reject(new Error('The front ended.')));
  });
  const { url, socketPath } = place.parse(JSON.parse(line));
  return {
    url,
    socketPath,
    pid: child.pid ?? 0,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function sidecarOf(front: number): number | undefined {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .find((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return Number(/\) \S (\d+)/.exec(stat)?.[1]) === front && command.includes('server/main');
      } catch {
        return false;
      }
    });
}

/** Connections that ask nothing, as many as the server takes and more. */
function hold(url: string, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  return Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      await Promise.race([once(socket, 'connect'), once(socket, 'close')]);
      return socket;
    }),
  );
}

/** Asks the sidecar itself, over its socket, until it answers. */
async function healthy(socketPath: string, host: string): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>((resolve) => {
      const asking = request({ socketPath, path: '/lab/healthz', headers: { host }, agent: false });
      asking.once('response', (answer) => {
        answer.resume();
        resolve(answer.statusCode === 200);
      });
      asking.once('error', () => resolve(false));
      asking.end();
    });
    if (isThere) return;
  }
}

const onLinux = process.platform === 'linux';

it.runIf(onLinux)('starts another sidecar though connections have taken every descriptor', async () => {
  const front = await startFront(150);
  const sockets = await hold(front.url, 300);
  try {
    const first = sidecarOf(front.pid);
    if (first === undefined) throw new Error('There is no sidecar.');
    expect(readdirSync(`/proc/${front.pid}/fd`).length).toBeGreaterThanOrEqual(149);
    process.kill(first, 'SIGKILL');
    let second = sidecarOf(front.pid);
    while (second === undefined || second === first) {
      await new Promise((resolve) => setImmediate(resolve));
      second = sidecarOf(front.pid);
    }
    await healthy(front.socketPath, new URL(front.url).host);
    expect(sidecarOf(front.pid)).toBe(second);
  } finally {
    for (const socket of sockets) socket.destroy();
    await front.stop();
  }
});

it.runIf(onLinux)('keeps descriptors for its own work, and goes on serving other addresses', async () => {
  const front = await startFront(400, 'limited');
  const sockets = await hold(front.url, 500);
  try {
    expect(readdirSync(`/proc/${front.pid}/fd`).length).toBeLessThan(300);
    const { hostname, port, host } = new URL(front.url);
    const answer = new Promise<number | undefined>((resolve, reject) => {
      const asking = request({
        hostname,
        port,
        localAddress: '127.0.0.2',
        path: '/lab/healthz',
        headers: { host },
      });
      asking.once('response', ({ statusCode }) => resolve(statusCode)).once('error', reject);
      asking.end();
    });
    expect(await answer).toBe(200);
  } finally {
    for (const socket of sockets) socket.destroy();
    await front.stop();
  }
});

it.runIf(onLinux)('does not begin with fewer descriptors than it needs', () => {
  const argv = sourceCommand('test/server/serve-site.ts');
  const { status, stderr } = spawnSync('sh', ['-c', 'ulimit -n 280; exec "$@"', 'sh', ...argv], {
    encoding: 'utf8',
    env: { ...process.env, PORT: '0' },
  });
  expect(stderr).toContain('A process may have 280 descriptors, which is too few to serve anybody.');
  expect(status).toBe(1);
});
