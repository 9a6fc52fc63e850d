import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { faults } from '#lib/lab/protocol/faults.ts';
import { LabClient } from '#test/server/lab-client.ts';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';
import { startFront } from '#test/server/front.ts';

/** Children of this process that run the sidecar. */
function sidecars(): number[] {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      return Number(parent) === process.pid && command.includes('server/main.ts') ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

it('answers 503 while there is no sidecar, and serves the lab as soon as there is one', async () => {
  const front = await startFront();
  try {
    const early = await fetch(`${front.url}/lab/healthz`);
    expect(early.status).toBe(503);
    expect(early.headers.get('retry-after')).toBe('1');
    const { hostname, port, host } = new URL(front.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET /lab/socket HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    );
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 [^]*\r\nRetry-After: 1\r\n/);
    expect((await front.healthy()).status).toBe(200);
  } finally {
    await front.stop();
  }
  expect(existsSync(dirname(front.sidecar.socketPath))).toBe(false);
  expect(sidecars()).toEqual([]);
});

it('reports a killed sidecar at once and starts it again, where sessions of before are not known', async () => {
  const front = await startFront();
  try {
    await front.healthy();
    const headers = { host: new URL(front.url).host, origin: front.url };
    const client = await LabClient.open({ at: front.url, headers });
    const closed = client.closed();
    const killedAtMs = performance.now();
    for (const pid of sidecars()) process.kill(pid, 'SIGKILL');
    expect((await closed).code).toBe(1006);
    expect(performance.now() - killedAtMs).toBeLessThan(1_000);
    await front.healthy();
    expect(performance.now() - killedAtMs).toBeLessThan(10_000);
    expect(front.log.join('')).toContain('the sidecar ended and is started again');

    await expect(client.reconnect()).rejects.toThrow('RESUME_UNKNOWN');
    expect(client.error && faults[client.error.code].close).toBe(faults.RESUME_UNKNOWN.close);
    const next = await LabClient.open({ at: front.url, headers });
    await next.done();
  } finally {
    await front.stop();
  }
});

it('ends a sidecar that is stuck, and starts another', async () => {
  const front = await startFront();
  try {
    await front.healthy();
    for (const pid of sidecars()) process.kill(pid, 'SIGSTOP');
    expect((await fetch(`${front.url}/lab/healthz`)).status).toBe(503);
    await front.healthy();
    expect(front.log.join('')).toContain('the sidecar is stuck and is ended');
  } finally {
    await front.stop();
  }
});

it('gives the sidecar the reason for its network, whatever reason an outer process has', async () => {
  const { reason } = privateCommand(['true']);
  const front = await startFront({ [reasonVariable]: 'Said to another process.' });
  try {
    await front.healthy();
    const headers = { host: new URL(front.url).host, origin: front.url };
    const client = await LabClient.open({ at: front.url, headers });
    expect((await client.event('opened')).network.reason).toBe(reason);
    await client.done();
  } finally {
    await front.stop();
  }
});

it('restarts the sidecar when asked, after browsers got the reason', async () => {
  const front = await startFront();
  try {
    await front.healthy();
    const headers = { host: new URL(front.url).host, origin: front.url };
    const client = await LabClient.open({ at: front.url, headers });
    const closed = client.closed();
    front.sidecar.restart();
    expect((await closed).code).toBe(1001);
    await front.healthy();
  } finally {
    await front.stop();
  }
});

it('does not start again what can never start', async () => {
  const front = await startFront({ LAB_SESSIONS: 'many' });
  try {
    while (!front.log.join('').includes('its options cannot be used'))
      await (await fetch(`${front.url}/lab/healthz`)).text();
    expect(sidecars()).toEqual([]);
  } finally {
    await front.stop();
  }
});
