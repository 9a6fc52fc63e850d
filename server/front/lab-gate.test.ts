import { connect } from 'node:net';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Proxies } from '#server/front/client.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { type Front, startFront } from '#test/server/front.ts';

let front: Front;
beforeAll(async () => {
  front = await startFront();
  await front.healthy();
});
afterAll(() => front.stop());

const headers = () => ({ host: new URL(front.url).host, origin: front.url });

/** What comes back for a request written by hand. */
async function raw(lines: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(front.url);
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  let answer = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => (answer += chunk));
  await once(socket, 'close');
  return answer;
}

const upgrade = (extra: readonly string[]) => [
  'GET /lab/socket HTTP/1.1',
  `Host: ${new URL(front.url).host}`,
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol: ackademy.lab.2',
  ...extra,
];

it('carries a lab from browser to kernel and back', async () => {
  const client = await LabClient.open({ at: front.url, headers: headers() });
  expect(await client.call('a', { name: 'socket', args: [] })).toEqual({ ok: true, value: { socket: 3 } });
  await client.done();
});

it('carries more than buffers hold, in both directions', async () => {
  const client = await LabClient.open({ at: front.url, headers: headers() });
  const name = 'x'.repeat(60_000);
  for (let id = 0; id < 20; id += 1) {
    const result = await client.call('a', { name: 'gethostbyname', args: [name] });
    expect(result.ok).toBe(false);
  }
  expect(client.events.filter(({ type }) => type === 'entered')).toHaveLength(20);
  await client.done();
});

it('hands a refusal of the sidecar on', async () => {
  expect(await raw(upgrade(['Origin: http://evil.example']))).toMatch(/^HTTP\/1\.1 403 /);
  expect(await raw(upgrade([]))).toMatch(/^HTTP\/1\.1 403 /);
});

it('gives the sidecar the address of a browser itself, whatever the browser says', async () => {
  const url = `${front.url}/lab/metrics`;
  expect((await fetch(url)).status).toBe(200);
  expect((await fetch(url, { headers: { 'x-ackademy-peer': '192.0.2.1' } })).status).toBe(200);
  expect((await fetch(url, { headers: { 'X-Forwarded-For': '127.0.0.1' } })).status).toBe(403);
  expect((await fetch(url, { headers: { Forwarded: 'for=127.0.0.1' } })).status).toBe(403);
});

it('lets anybody ask whether the lab is well, under a name of the site', async () => {
  const answer = await fetch(`${front.url}/lab/healthz`);
  expect(await answer.text()).toMatch(/^\{"status":"ok","sessions":\d+\}\n$/);
  expect(await raw(['GET /lab/healthz HTTP/1.1', 'Host: evil.example', 'Connection: close'])).toMatch(
    /^HTTP\/1\.1 403 /,
  );
});

it('answers what is no WebSocket, no GET and no path of the lab itself', async () => {
  expect((await fetch(`${front.url}/lab/socket`)).status).toBe(426);
  expect((await fetch(`${front.url}/lab/healthz`, { method: 'POST' })).status).toBe(405);
  expect((await fetch(`${front.url}/lab/healthz`, { method: 'HEAD' })).status).toBe(200);
  expect(await (await fetch(`${front.url}/lab/healthz/more`)).text()).toBe('a page');
});

it('drops a body, and the request that could hide in it', async () => {
  const hidden = 'GET /lab/metrics HTTP/1.1\r\nHost: x\r\nX-Ackademy-Peer: 127.0.0.1\r\n\r\n';
  const answer = await raw(upgrade([`Content-Length: ${hidden.length}`, '', hidden]));
  expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  expect(answer).not.toContain('ackademy_sessions');
});

it('closes the connection to the sidecar when the browser goes', async () => {
  const client = await LabClient.open({ at: front.url, headers: headers() });
  client.webSocket.terminate();
  const connections = async () =>
    /^ackademy_connections (\d+)$/m.exec(await (await fetch(`${front.url}/lab/metrics`)).text())?.[1];
  while ((await connections()) !== '0');
});

describe('behind a trusted proxy', () => {
  let proxied: Front;
  beforeAll(async () => {
    const site = { proxies: new Proxies(['127.0.0.1']) };
    const page = (_: IncomingMessage, response: ServerResponse) => response.end('a page');
    proxied = await startFront({ LAB_SESSIONS_PER_ADDRESS: '1' }, page, site);
    await proxied.healthy();
  });
  afterAll(() => proxied.stop());

  /** A student's cookie, as a visit from the address brings it. */
  async function visit(address: string): Promise<string> {
    const headers = { accept: 'text/html', 'sec-fetch-dest': 'document', 'x-forwarded-for': address };
    const { headers: answer } = await fetch(proxied.url, { headers });
    return answer.get('set-cookie')?.split(';', 1)[0] ?? '';
  }

  const open = (address: string, more: Record<string, string>) =>
    LabClient.open({
      at: proxied.url,
      headers: { host: new URL(proxied.url).host, origin: proxied.url, 'x-forwarded-for': address, ...more },
    });

  it('counts the sessions of one address by student, and of no more students than have a cookie of the site', async () => {
    const [one, other] = [await visit('192.0.2.1'), await visit('192.0.2.1')];
    const clients = [
      await open('192.0.2.1', { cookie: one }),
      await open('192.0.2.1', { cookie: other }),
      await open('192.0.2.1', {}),
      await open('192.0.2.2', {}),
    ];
    for (const more of [
      { cookie: one },
      { cookie: other.replace(/.$/, '-') },
      { 'x-ackademy-student': 'somebody' },
      { 'x-ackademy-peer': '192.0.2.3' },
    ])
      await expect(open('192.0.2.1', more)).rejects.toThrow('SESSIONS_OF_ADDRESS');
    for (const client of clients) await client.done();
  });
});

it('takes no cookie where no proxy stands between', async () => {
  const { headers: answer } = await fetch(front.url, { headers: { accept: 'text/html' } });
  expect(answer.get('set-cookie')).toBeNull();
});

it.each([
  'http://localhost',
  'http://localhost:1',
  'https://127.0.0.1',
  'null',
  'http://127.0.0.1.evil.example',
])('refuses a page of %s', async (origin) => {
  expect(await raw(upgrade([`Origin: ${origin}`]))).toMatch(
    /^HTTP\/1\.1 403 [^]*\r\nContent-Security-Policy: default-src 'none';/,
  );
});
