import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { LabClient } from '#test/server/lab-client.ts';
import { RawPeer } from '#test/server/raw-peer.ts';
import { startSidecar } from '#test/server/sidecar.ts';

const longestMs = 2_000;

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'on %s sends every browser the reason, closes everything and ends well',
  async (signal) => {
    const sidecar = await startSidecar();
    const client = await LabClient.open({ at: sidecar.socketPath });
    await client.call('server', { name: 'socket', args: [] });
    await client.call('server', { name: 'bind', fd: 3, args: [{ tuple: ['127.0.0.1', 65_000] }] });
    await client.call('server', { name: 'listen', fd: 3, args: [1] });
    client.begin('server', { name: 'accept', fd: 3, args: [] });
    await client.event('blocked');
    const unopened = await LabClient.connect({ at: sidecar.socketPath });
    // It takes no goodbye, and must not hold up the end.
    const { peer } = await RawPeer.handshake(sidecar.socketPath);
    peer.socket.pause();

    const ends = [client.closed(), unopened.closed(), once(sidecar.child, 'exit')] as const;
    const sinceMs = performance.now();
    sidecar.child.kill(signal);
    const [opened, without] = await Promise.all(ends);
    expect(performance.now() - sinceMs).toBeLessThan(longestMs);
    expect(sidecar.child.exitCode).toBe(0);
    expect(opened).toEqual({ code: 1001, reason: 'SHUTTING_DOWN' });
    expect(client.events.at(-1)).toMatchObject({ type: 'closed', code: 'SHUTTING_DOWN' });
    expect(without.code).toBe(1001);
    expect(unopened.error?.code).toBe('SHUTTING_DOWN');
    peer.socket.destroy();
  },
);

it('ends when its standard input does, and leaves no folder', async () => {
  const sidecar = await startSidecar();
  const exit = once(sidecar.child, 'exit');
  sidecar.child.stdin?.end();
  expect((await exit)[0]).toBe(0);
  expect(existsSync(dirname(sidecar.socketPath))).toBe(false);
});

it.each([
  [{ LAB_ORIGINS: '' }, /LAB_ORIGINS= is empty/],
  [{ LAB_SESSIONS: 'many' }, /LAB_SESSIONS=many is not a number/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL=loud is none of silent/],
])('does not start with %o, and says what to set', async (environment, says) => {
  await expect(startSidecar(environment)).rejects.toThrow(says);
});
