import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Page } from '@playwright/test';
import { WebSocket as LabSocket } from 'ws';
import { expect, test } from './site.ts';

const built = [process.execPath, 'scripts/start.mjs', '--built'];

/** `npm start` in a process group of its own, as a shell starts it. */
function start(
  env: Record<string, string>,
  [command = '', ...args]: readonly string[] = ['npm', 'start', '--silent'],
): {
  child: ChildProcess;
  output: () => string;
  address: Promise<string>;
} {
  const child = spawn(command, args, { detached: true, env: { ...process.env, ...env } });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const address = new Promise<string>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Ackademy is at (\S+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
  return { child, output: () => output, address };
}

function groupIsAlive(child: ChildProcess): boolean {
  try {
    process.kill(-(child.pid ?? 0), 0);
    return true;
  } catch {
    return false;
  }
}

test('npm start says where the site is in one line, builds nothing anew, and Ctrl-C ends all of it', async () => {
  const { child, output, address } = start({ PORT: '0' });
  const exit = once(child, 'exit');
  try {
    const url = await address;
    expect(output()).toBe(`Ackademy is at ${url}\n`);
    // A connection that stays open, and must not keep the site up.
    const live = await fetch(`${url}/api/live`);
    expect(live.ok).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await exit;
    await expect.poll(() => groupIsAlive(child)).toBe(false);
  } finally {
    if (groupIsAlive(child)) process.kill(-(child.pid ?? 0), 'SIGKILL');
  }
});

const unusable = [
  { env: { PORT: 'http' }, says: /PORT=http is not a number\. Set PORT/ },
  { env: { PORT: '70000' }, says: /PORT=70000 is above 65535\. Set PORT/ },
  { env: { HOST: '192.0.2.1', PORT: '0' }, says: /Set HOST to one that is/ },
  { env: { ALLOWED_ORIGINS: 'lab.example.org' }, says: /ALLOWED_ORIGINS=lab\.example\.org holds more than/ },
];
for (const { env, says } of unusable) {
  test(`npm start with ${JSON.stringify(env)} says what to set`, async () => {
    const { child, output } = start(env);
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(output()).toMatch(says);
  });
}

test('npm start on a taken port names the port and the variable', async () => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  try {
    const { child, output } = start({ PORT: String(port) });
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(1);
    expect(output()).toContain(`Port ${port} is already in use`);
    expect(output()).toContain('PORT=');
  } finally {
    holder.close();
  }
});

test('every answer carries the headers that keep a page from running what is not its own', async ({
  request,
}) => {
  const response = await request.get('/study/small');
  const policy = response.headers()['content-security-policy'] ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
  expect(policy).toContain("object-src 'none'");
  expect(response.headers()['x-content-type-options']).toBe('nosniff');
  const scripts = [...(await response.text()).matchAll(/<script[^>]*>/g)].map(([tag]) => tag);
  expect(scripts.length).toBeGreaterThan(0);
  expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
});

/** Makes a WebSocket of the lab in the page, opens a session, and makes one call. Resolves to what came back. */
function driveLab(page: Page, address: string): Promise<string> {
  return page.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url, 'ackademy.lab.2');
        socket.onopen = () => socket.send('{"type":"open"}');
        socket.onclose = ({ code }) => resolve(`closed ${code}`);
        socket.onmessage = ({ data }) => {
          const { type, result } = JSON.parse(String(data)) as { type: string; result?: unknown };
          if (type === 'opened')
            socket.send('{"type":"call","id":1,"program":"server","call":{"name":"socket","args":[]}}');
          if (type === 'returned') {
            socket.onclose = () => resolve(JSON.stringify(result));
            socket.close(1000);
          }
        };
      }),
    address,
  );
}

test('a page of the site drives a socket of the kernel', async ({ page, baseURL, request }) => {
  await page.goto('/');
  await expect.poll(async () => (await request.get('/lab/healthz')).status()).toBe(200);
  const returned = await driveLab(page, `${baseURL?.replace('http', 'ws')}/lab/socket`);
  expect(JSON.parse(returned)).toEqual({ ok: true, value: { socket: 3 } });
});

test.describe('a page of another site', () => {
  test.use({ allowed: [/WebSocket connection to .* failed/] });

  test('cannot use the lab', async ({ page, baseURL, request }) => {
    await expect.poll(async () => (await request.get(`${baseURL}/lab/healthz`)).status()).toBe(200);
    const other = createHttpServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html');
      response.end('<!doctype html><link rel="icon" href="data:,"><title>Another site</title>');
    }).listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
      const returned = await driveLab(page, `${baseURL?.replace('http', 'ws')}/lab/socket`);
      expect(returned).toBe('closed 1006');
    } finally {
      other.close();
      other.closeAllConnections();
    }
  });
});

test('the site is served on ::1 to a user without a home', async () => {
  const { child, address } = start({ PORT: '0', HOST: '::1' }, ['env', '-u', 'HOME', ...built]);
  try {
    const url = await address;
    expect(new URL(url).hostname).toBe('[::1]');
    expect((await fetch(`${url}/lab`)).status).toBe(200);
    const returned = await new Promise<unknown>((resolve, reject) => {
      const webSocket = new LabSocket(`${url.replace('http', 'ws')}/lab/socket`, 'ackademy.lab.2', {
        origin: url,
      });
      webSocket.once('error', reject).once('open', () => webSocket.send('{"type":"open"}'));
      webSocket.once('message', (data: Buffer) => {
        webSocket.close(1000);
        resolve(JSON.parse(data.toString()));
      });
    });
    expect(returned).toMatchObject({ type: 'opened' });
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
});

test('nothing is left when the site is killed', async () => {
  const { child, address } = start({ PORT: '0' }, built);
  try {
    const url = await address;
    await expect.poll(async () => (await fetch(`${url}/lab/healthz`)).status).toBe(200);
    child.kill('SIGKILL');
    await expect.poll(() => groupIsAlive(child), { timeout: 10_000 }).toBe(false);
  } finally {
    if (groupIsAlive(child)) process.kill(-(child.pid ?? 0), 'SIGKILL');
  }
});
