import { connect } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
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
