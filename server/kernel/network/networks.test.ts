import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { afterAll, describe, expect, test } from 'vitest';
import { stateOfLinux } from '#lib/lab/protocol/tcp-state.ts';
import { triedHolders } from '#server/kernel/network/host-network.ts';
import { openNetworks } from '#server/kernel/network/networks.ts';
import type { NamedAddress } from '#server/kernel/network/session-network.ts';
import { thisPlatform } from '#test/server/this-platform.ts';
import { ObservedSession } from '#test/server/observed-session.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import { codeOfErrno } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';

const platform = thisPlatform();
const ipv4 = (address: string, port: number): NamedAddress => ({ family: 'AF_INET', address, port });
const ipv6 = (address: string, port: number): NamedAddress => ({ family: 'AF_INET6', address, port });

async function listenOn(host: string): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('No port.');
  return { server, port: address.port };
}

describe('private networks', () => {
  const networks = openNetworks(platform, null);
  const none = networks.kind === 'private' ? null : 'There is no private network here.';
  afterAll(() => {
    networks.close();
  });

  test('two sessions listen on the same port, and each client reaches its own', ({ skip }) => {
    skip(none !== null, none ?? '');
    const one = new ObservedSession(platform, networks);
    const other = new ObservedSession(platform, networks);
    try {
      const listener = one.listener('server', 65_000, 1);
      other.listener('server', 65_000, 1);
      const client = one.socket('client');
      expect(one.connect(client, 65_000)).toBe(0);
      const server = one.accept(listener);
      one.send(client, Buffer.from('Hello world'));
      expect(one.recv(server)).toBe(11);
    } finally {
      one.close();
      other.close();
    }
  });

  test('what listens in one session cannot be reached from another', ({ skip }) => {
    skip(none !== null, none ?? '');
    const one = new ObservedSession(platform, networks);
    const other = new ObservedSession(platform, networks);
    try {
      one.listener('server', 65_000, 1);
      expect(codeOfErrno(-other.connect(other.socket('client'), 65_000))).toBe('ECONNREFUSED');
    } finally {
      one.close();
      other.close();
    }
  });

  test('a thread that is not where it was left opens no socket in the network of another session', ({
    skip,
  }) => {
    skip(none !== null || linux === null, none ?? '');
    const one = new ObservedSession(platform, networks);
    const other = new ObservedSession(platform, networks);
    const fd = openSync('/proc/thread-self/ns/net', 'r');
    try {
      one.socket('server');
      // Behind the back of the module that keeps account of it.
      linux?.enterNetwork(fd);
      expect(() => one.socket('server')).toThrow('The thread is not in the network that it was left in.');
      other.socket('server');
      expect(() => one.socket('server')).not.toThrow();
    } finally {
      closeSync(fd);
      one.close();
      other.close();
    }
  });

  test('nothing is refused, as nothing is in reach', ({ skip }) => {
    skip(none !== null, none ?? '');
    const lab = new ObservedSession(platform, networks);
    try {
      const { network } = lab;
      expect(network.refusalOfSocket('SOCK_DGRAM')).toBeNull();
      expect(network.refusalOfBind(ipv4('0.0.0.0', 80))).toBeNull();
      expect(network.refusalOfListen(ipv4('0.0.0.0', 0))).toBeNull();
      expect(network.refusalOfConnect(ipv4('10.0.0.1', 80))).toBeNull();
    } finally {
      lab.close();
    }
  });

  test('sockets linger in TIME-WAIT, though the table of connections is small', ({ skip }) => {
    skip(none !== null, none ?? '');
    const lab = new ObservedSession(platform, networks);
    try {
      const connections = 40;
      const listener = lab.listener('server', 65_000, 1);
      for (let count = 0; count < connections; count += 1) {
        const client = lab.socket('client');
        expect(lab.connect(client, 65_000)).toBe(0);
        const server = lab.accept(listener);
        lab.drop(client);
        lab.drop(server);
      }
      const rows = lab.network.sockets?.read();
      if (rows === undefined || typeof rows === 'number') throw new Error('no list of sockets');
      expect(rows.filter(({ state }) => stateOfLinux(state) === 'TIME-WAIT')).toHaveLength(connections);
    } finally {
      lab.close();
    }
  });

  test('the settings are those of the network, as the kernel makes it', ({ skip }) => {
    skip(none !== null, none ?? '');
    const lab = new ObservedSession(platform, networks);
    try {
      const { kind, reason, asRoot, settings } = lab.network.describe(true);
      expect({ kind, reason, asRoot }).toEqual({ kind: 'private', reason: null, asRoot: true });
      expect(settings.maxBacklog).toBeGreaterThan(0);
      expect(settings.firstUnprivilegedPort).toBe(1024);
      expect(settings.ephemeralPorts?.[0]).toBeGreaterThan(1023);
    } finally {
      lab.close();
    }
  });
});

describe('the network of the host', () => {
  const networks = openNetworks(platform, 'A test wants the network of the host.');
  afterAll(() => {
    networks.close();
  });

  test('says why it is used, and gives no privilege', () => {
    const lab = new ObservedSession(platform, networks);
    try {
      expect(lab.network.describe(true)).toMatchObject({
        kind: 'host',
        reason: 'A test wants the network of the host.',
        asRoot: false,
        capture: { possible: false },
        loss: { possible: false },
      });
      const bound = lab.network.withPrivilege(true, () => lab.bind(lab.socket('server'), 80));
      if (process.platform === 'linux') expect(codeOfErrno(-bound)).toBe('EACCES');
    } finally {
      lab.close();
    }
  });

  test('refuses connections to listeners of others and to other hosts, and allows the own and unused ports', async () => {
    const lab = new ObservedSession(platform, networks);
    const loopback = await listenOn('127.0.0.1');
    const everywhere = await listenOn('0.0.0.0');
    const gone = await listenOn('127.0.0.1');
    gone.server.close();
    await once(gone.server, 'close');
    try {
      const own = lab.port(lab.listener('server', 0, 1));
      const bound = lab.socket('server');
      lab.bind(bound, 0);
      const allowed = [
        ipv4('127.0.0.1', own),
        ipv6('::ffff:127.0.0.1', own),
        ipv4('127.0.0.1', lab.port(bound)),
        ipv4('127.0.0.1', gone.port),
        ipv6('::1', gone.port),
      ];
      const refused = [
        ipv4('127.0.0.1', loopback.port),
        ipv4('0.0.0.0', loopback.port),
        ipv6('::ffff:127.0.0.1', loopback.port),
        ipv4('127.0.0.1', everywhere.port),
        ipv4('127.0.0.2', everywhere.port),
        ipv4('0.0.0.0', everywhere.port),
        ipv4('10.0.0.1', gone.port),
        ipv6('fe80::1', gone.port),
      ];
      for (const address of allowed)
        expect([address, lab.network.refusalOfConnect(address)]).toEqual([address, null]);
      for (const address of refused)
        expect([address, lab.network.refusalOfConnect(address)]).toEqual([address, 'CONNECT_OUTSIDE']);
    } finally {
      loopback.server.close();
      everywhere.server.close();
      lab.close();
    }
  });

  test('refuses to bind or listen beyond the loopback interface, and datagrams', () => {
    const lab = new ObservedSession(platform, networks);
    try {
      const { network } = lab;
      for (const address of [ipv4('127.0.0.1', 0), ipv4('127.0.0.2', 65_000), ipv6('::1', 0)])
        expect(network.refusalOfBind(address)).toBeNull();
      for (const address of [ipv4('0.0.0.0', 0), ipv4('10.0.0.1', 0), ipv6('::', 65_000)])
        expect(network.refusalOfBind(address)).toBe('BIND_OUTSIDE');
      expect(network.refusalOfListen(ipv4('0.0.0.0', 0))).toBe('BIND_OUTSIDE');
      expect(network.refusalOfListen(ipv4('127.0.0.1', 65_000))).toBeNull();
      expect(network.refusalOfSocket('SOCK_DGRAM')).toBe('DATAGRAM_OUTSIDE');
      expect(network.refusalOfSocket('SOCK_STREAM')).toBeNull();
    } finally {
      lab.close();
    }
  });

  test('where the kernel gives no list, trying the port shows who has it', async () => {
    const lab = new ObservedSession(platform, networks);
    const loopback = await listenOn('127.0.0.1');
    const everywhere = await listenOn('0.0.0.0');
    try {
      const listener: OwnedSocket = lab.listener('server', 0, 1);
      const holders = triedHolders(platform, () => [listener]);
      const free = lab.socket('client');
      lab.bind(free, 0);
      const unused = lab.port(free);
      lab.drop(free);
      expect(holders.anyForeign(ipv4('127.0.0.1', lab.port(listener)))).toBe(false);
      expect(holders.anyForeign(ipv4('127.0.0.1', unused))).toBe(false);
      expect(holders.anyForeign(ipv4('127.0.0.1', loopback.port))).toBe(true);
      expect(holders.anyForeign(ipv4('127.0.0.1', everywhere.port))).toBe(true);
    } finally {
      loopback.server.close();
      everywhere.server.close();
      lab.close();
    }
  });
});
