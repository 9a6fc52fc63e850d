import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { LabClient } from '#test/server/lab-client.ts';
import { metric } from '#test/server/measure.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { type RunningSidecar, startSidecar } from '#test/server/sidecar.ts';

const fast = '1000000';

const descriptors = ({ child }: RunningSidecar) => readdirSync(`/proc/${child.pid}/fd`).length;

/** How opening a session ended. */
async function openAndLeave(sidecar: RunningSidecar): Promise<string> {
  const client = await LabClient.connect({ at: sidecar.socketPath });
  client.send({ type: 'open' });
  await client.until(() => client.error !== null || client.events.length > 0);
  if (client.error === null) await client.done();
  return client.error?.code ?? 'opened';
}

it('never holds more descriptors than its limit of sessions needs, however fast sessions come and go', async ({
  skip,
}) => {
  skip(process.platform !== 'linux', 'Only Linux lists the descriptors of a process.');
  const sessions = 20;
  const browsers = 16;
  /** A network, its list of sockets, its capture and what belongs to it, and a connection that says goodbye. */
  const descriptorsEach = 5;
  const sidecar = await startSidecar({ LAB_SESSIONS: String(sessions), LAB_NETWORKS_PER_SECOND: fast });
  try {
    await openAndLeave(sidecar);
    const before = descriptors(sidecar);
    let peak = 0;
    const ends: string[] = [];
    const browse = async () => {
      for (let count = 0; count < 30; count += 1) {
        ends.push(await openAndLeave(sidecar));
        peak = Math.max(peak, descriptors(sidecar));
      }
    };
    await Promise.all(Array.from({ length: browsers }, browse));
    expect(peak - before).toBeLessThanOrEqual((sessions + browsers) * descriptorsEach);
    expect(new Set(ends)).toEqual(new Set(['opened', 'SESSIONS_FULL']));
    while ((await openAndLeave(sidecar)) !== 'opened');
  } finally {
    await sidecar.stop();
  }
});

it('gives an address networks at a bounded rate, for sessions and resets alike', async () => {
  const sidecar = await startSidecar({ LAB_SESSIONS_PER_ADDRESS: '3', LAB_NETWORKS_PER_SECOND: '1' });
  try {
    const client = await LabClient.open({ at: sidecar.socketPath });
    client.send({ type: 'reset', id: 6 });
    await client.event('reset');
    const other = await LabClient.open({ at: sidecar.socketPath });
    await other.done();
    expect(await openAndLeave(sidecar)).toBe('SESSIONS_TOO_FAST');
    client.send({ type: 'reset', id: 7 });
    await client.event('refused', ({ id, code }) => id === 7 && code === 'CALLS_PER_SECOND');
    // Time brings another.
    while ((await openAndLeave(sidecar)) === 'SESSIONS_TOO_FAST');
    await client.done();
  } finally {
    await sidecar.stop();
  }
});

it('takes twice as many connections as sessions, of an address and in all', async () => {
  const sidecar = await startSidecar({ LAB_SESSIONS: '3', LAB_SESSIONS_PER_ADDRESS: '2' });
  const peers: RawPeer[] = [];
  const statusFor = async (address: string) => {
    const { peer, status } = await RawPeer.handshake(sidecar.socketPath, { 'X-Ackademy-Peer': address });
    peers.push(peer);
    return status;
  };
  try {
    for (let count = 0; count < 4; count += 1) expect(await statusFor('192.0.2.1')).toBe(101);
    expect(await statusFor('192.0.2.1')).toBe(429);
    for (let count = 0; count < 2; count += 1) expect(await statusFor('192.0.2.2')).toBe(101);
    expect(await statusFor('192.0.2.3')).toBe(503);
    peers[0]?.socket.destroy();
    await sidecar.logged('"msg":"connection closed"');
    expect(await statusFor('192.0.2.3')).toBe(101);
  } finally {
    for (const { socket } of peers) socket.destroy();
    await sidecar.stop();
  }
});

it('counts a call that was entered and then refused', async () => {
  const sidecar = await startSidecar({ LAB_SOCKETS: '1' });
  try {
    const client = await LabClient.open({ at: sidecar.socketPath });
    await client.call('a', { name: 'socket', args: [] });
    const id = client.begin('a', { name: 'socket', args: [] });
    await client.event('refused', (event) => event.id === id && event.code === 'SOCKETS_LIMIT');
    expect(await metric(sidecar, 'ackademy_calls_total{name="socket",outcome="refused"}')).toBe(1);
    await client.done();
  } finally {
    await sidecar.stop();
  }
});
