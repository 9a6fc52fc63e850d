import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Front, startFront } from '#test/server/front.ts';

/** Resolves with what ends the answer to `/slow` once that was asked for. */
let slowIsAsked: (end: () => void) => void = () => {};
let pagesAsked = 0;
let front: Front;
const uncaught: unknown[] = [];
const remember = (error: unknown): void => void uncaught.push(error);
beforeAll(async () => {
  process.on('uncaughtException', remember);
  front = await startFront({}, (request, response) => {
    pagesAsked += 1;
    if (request.url === '/slow') slowIsAsked(() => response.end('slow'));
    else setImmediate(() => response.writeHead(404).end('a page'));
  });
  await front.healthy();
});
afterAll(async () => {
  await front.stop();
  process.removeListener('uncaughtException', remember);
});

async function connected(): Promise<Socket> {
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** What comes back for requests written by hand, until the connection ends. */
async function raw(text: string): Promise<string> {
  const socket = await connected();
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  socket.on('error', () => {});
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, `Host: ${new URL(front.url).host}`, ...headers, '', ''].join('\r\n');
const upgradeTo = (path: string, protocol = 'websocket') =>
  request(
    `GET ${path}`,
    'Connection: Upgrade',
    `Upgrade: ${protocol}`,
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    `Origin: ${front.url}`,
    'Sec-WebSocket-Protocol: ackademy.lab.2',
  );

it('outlives a reset of every connection that asks for an upgrade', async () => {
  for (const path of ['/', '/lab/socket', '/_next/hmr'])
    for (let count = 0; count < 50; count += 1) {
      const socket = await connected();
      socket.write(upgradeTo(path));
      socket.resetAndDestroy();
    }
  expect((await fetch(`${front.url}/lab/healthz`)).status).toBe(200);
  expect(uncaught).toEqual([]);
});

it('has no upgrade on any path but the lab’s', async () => {
  expect(await raw(upgradeTo('/'))).toMatch(/^HTTP\/1\.1 404 /);
  expect(await raw(upgradeTo('/lab/socket/more'))).toMatch(/^HTTP\/1\.1 404 /);
});

it('upgrades to WebSocket and to nothing else', async () => {
  expect(await raw(upgradeTo('/lab/socket', 'h2c'))).toMatch(
    /^HTTP\/1\.1 426 [^]*\r\nUpgrade: websocket\r\n/,
  );
  const socket = await connected();
  socket.write(upgradeTo('/lab/socket', 'h2c, WebSocket'));
  const [head] = (await once(socket, 'data')) as [Buffer];
  expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
  socket.destroy();
});

it('lets no upgrade overtake the answer before it', async () => {
  const slow = new Promise<() => void>((resolve) => (slowIsAsked = resolve));
  const answer = raw(request('GET /slow') + upgradeTo('/lab/socket'));
  const end = await slow;
  end();
  expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*slow[^]*$/);
  expect(await answer).not.toContain(' 101 ');
});

it('begins a few of the answers that are asked for at once over a connection, and then closes it', async () => {
  pagesAsked = 0;
  const answer = await raw(request('GET /').repeat(1_000));
  expect(pagesAsked).toBe(8);
  expect(answer.match(/HTTP\/1\.1 404 /g)).toHaveLength(8);
  expect(answer.match(/HTTP\/1\.1 503 /g)).toHaveLength(1);
});

it.each([
  ['a path that cannot be decoded', 'GET /%zz', 400],
  ['a path cut in the middle of a character', 'GET /%e2%82', 400],
  ['no path', 'OPTIONS *', 400],
  ['a whole address', 'GET http://localhost/', 400],
  ['another host in front of the path', 'GET //evil.example/', 400],
  ['a path that goes up', 'GET /decks/../api/live', 400],
  ['a path that stays', 'GET /./api/live', 400],
  ['a path that goes up, encoded', 'GET /decks/%2e%2E/api/live', 400],
  ['a path with a backslash', 'GET /api\\live', 400],
  ['TRACE', 'TRACE /', 405],
  ['PUT', 'PUT /decks/sockets', 405],
  ['DELETE', 'DELETE /', 405],
  ['POST', 'POST /', 405],
])('answers %s itself', async (_, line, status) => {
  expect(await raw(request(line))).toMatch(new RegExp(`^HTTP/1\\.1 ${String(status)} `));
});

it('hands on what is well formed', async () => {
  expect(await (await fetch(`${front.url}/decks/%E2%82%AC?q=%zz`)).text()).toBe('a page');
});
