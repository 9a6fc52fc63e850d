import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { RawPeer } from '#test/server/raw-peer.ts';
import type { RunningSidecar } from '#test/server/sidecar.ts';

export function residentBytes({ child }: RunningSidecar): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}

/** Counters of the sidecar, read as Prometheus reads them. */
export async function metric(sidecar: RunningSidecar, name: string): Promise<number> {
  const { peer, answer } = await RawPeer.handshake(
    sidecar.socketPath,
    { Upgrade: null, Connection: null, 'Sec-WebSocket-Protocol': null },
    '/lab/metrics',
  );
  await peer.ended();
  expect(answer).toMatch(/^HTTP\/1\.1 200 /);
  return Number(
    new RegExp(`^${name.replace(/[{}]/g, '\\$&')} (\\d+)$`, 'm').exec(peer.received.toString())?.[1] ?? 0,
  );
}
