import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { describe, expect, test } from 'vitest';
import { LabClient } from '#test/server/lab-client.ts';
import { startSidecar } from '#test/server/sidecar.ts';

/** Where other programs of this computer listen. */
const listenOn = ['127.0.0.1', '127.0.0.1', '0.0.0.0', '0.0.0.0', '::1', '::'];

const ipv4 = [
  '127.0.0.1',
  '127.0.0.2',
  '0.0.0.0',
  '',
  'localhost',
  '127.1',
  '2130706433',
  '0x7f000001',
  '<broadcast>',
];
const ipv6 = ['::1', '::', '::ffff:127.0.0.1', '::ffff:0.0.0.0', 'localhost'];

interface Target {
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly address: readonly [string, number];
}

/** Servers that count who connects to them; those of a family that this computer does not have are left out. */
async function listeners(): Promise<{ servers: Server[]; ports: number[]; hits: () => number }> {
  let hits = 0;
  const servers: Server[] = [];
  for (const host of listenOn) {
    const server = createServer((socket) => {
      hits += 1;
      socket.destroy();
    });
    const isListening = once(server.listen(0, host), 'listening').then(
      () => true,
      () => false,
    );
    if (await isListening) servers.push(server);
  }
  return {
    servers,
    ports: servers.map((server) => (server.address() as AddressInfo).port),
    hits: () => hits,
  };
}

describe.each(['private', 'host'])('A program of the lab, in a %s network', (network) => {
  test('connects to no other program of this computer, however the address is written', async () => {
    const { servers, ports, hits } = await listeners();
    const sidecar = await startSidecar(network === 'host' ? { LAB_NETWORK: 'host' } : {});
    try {
      const lab = await LabClient.open({ at: sidecar.socketPath });
      expect((await lab.event('opened')).network.kind).toBe(network);
      const targets = ports.flatMap((port): Target[] => [
        ...ipv4.map((host) => ({ family: 'AF_INET' as const, address: [host, port] as const })),
        ...ipv6.map((host) => ({ family: 'AF_INET6' as const, address: [host, port] as const })),
      ]);
      expect(targets.length).toBeGreaterThan(40);
      for (const { family, address } of targets) {
        await lab.call('client', { name: 'socket', args: [{ constant: family }] });
        await lab.call('client', { name: 'setblocking', fd: 3, args: [false] });
        // Refused by the lab, or by the kernel, for which there is nobody.
        const id = lab.begin('client', { name: 'connect', fd: 3, args: [{ tuple: [...address] }] });
        await lab.until(() =>
          lab.events.some(
            (event) => (event.type === 'returned' || event.type === 'refused') && event.id === id,
          ),
        );
        await lab.call('client', { name: 'close', fd: 3, args: [] });
      }
      expect(hits()).toBe(0);
      await lab.done();
    } finally {
      for (const server of servers) server.close();
      await sidecar.stop();
    }
  });
});
