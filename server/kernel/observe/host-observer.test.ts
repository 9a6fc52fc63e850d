import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { openNetworks } from '#server/kernel/network/networks.ts';
import { thisPlatform } from '#test/server/this-platform.ts';
import { ObservedSession } from '#test/server/observed-session.ts';

const networks = openNetworks(thisPlatform(), 'A test wants the network of the host.');
afterAll(() => {
  networks.close();
});

describe('observing the network of the host', () => {
  beforeEach(({ skip }) => {
    skip(process.platform !== 'linux', 'This system does not list its sockets.');
  });

  test('shows what comes of the own sockets, and nothing that is of others', async () => {
    const lab = new ObservedSession(thisPlatform(), networks);
    const foreign = createServer();
    try {
      foreign.listen(0, '127.0.0.1');
      await once(foreign, 'listening');
      const listener = lab.listener('server', 0, 1);
      const port = lab.port(listener);
      const stranger = connect(port, '127.0.0.1');
      await once(stranger, 'connect');
      const client = lab.socket('client');
      lab.connect(client, port);

      await lab.until(() => lab.reported.size === 4);
      const shown = [...lab.reported.values()].map(({ program, fd, state }) => [program, fd, state]);
      expect(shown).toEqual([
        ['server', listener.virtualFd, 'LISTEN'],
        ['client', client.virtualFd, 'ESTABLISHED'],
        ['server', null, 'ESTABLISHED'],
        ['server', null, 'ESTABLISHED'],
      ]);

      const accepted = [lab.accept(listener), lab.accept(listener)];
      lab.drop(client);
      for (const socket of accepted) lab.drop(socket);
      const clientOnly = await lab.until(() =>
        [...lab.reported.values()].some(
          ({ program, state }) => program === 'client' && state === 'TIME-WAIT',
        ),
      );
      expect(clientOnly).toBe(true);
      stranger.destroy();
    } finally {
      foreign.close();
      lab.close();
    }
  });

  test('shows nothing that an earlier holder of the same port left behind', async () => {
    const lab = new ObservedSession(thisPlatform(), networks);
    try {
      const before = createServer((socket) => socket.end()).listen(0, '127.0.0.1');
      await once(before, 'listening');
      const address = before.address();
      if (address === null || typeof address === 'string') throw new Error('No port.');
      const stranger = connect(address.port, '127.0.0.1').resume();
      await once(stranger, 'close');
      before.close();
      await once(before, 'close');

      const listener = lab.socket('server');
      lab.reuseAddress(listener);
      expect(lab.bind(listener, address.port)).toBe(0);
      lab.listen(listener, 1);
      await lab.until(() => lab.of(listener)?.state === 'LISTEN');
      expect(lab.network.sockets?.read()).toContainEqual(
        expect.objectContaining({ state: 6, local: { address: '127.0.0.1', port: address.port } }),
      );
      expect([...lab.reported.values()].map(({ state }) => state)).toEqual(['LISTEN']);
    } finally {
      lab.close();
    }
  });
});

describe('observing where the kernel gives no list', () => {
  test('shows descriptors with their addresses', async () => {
    const lab = new ObservedSession(thisPlatform(), networks, null);
    try {
      const listener = lab.listener('server', 0, 1);
      const client = lab.socket('client');
      lab.connect(client, lab.port(listener));
      await lab.until(() => lab.reported.size === 2);
      expect(lab.of(client)).toMatchObject({
        program: 'client',
        peer: { address: '127.0.0.1', port: lab.port(listener) },
        timer: null,
      });
    } finally {
      lab.close();
    }
  });
});
