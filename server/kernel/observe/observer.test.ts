import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { SocketRecord } from '#lib/lab/protocol/messages.ts';
import { openNetworks } from '#server/kernel/network/networks.ts';
import { ObservedSession } from '#test/server/observed-session.ts';
import { codeOfErrno } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import { thisPlatform } from '#test/server/this-platform.ts';

const networks = openNetworks(thisPlatform(), null);
/** `ret #0`: the socket's kernel throws every segment away. */
const loseEverything = Uint8Array.of(0x06, 0, 0, 0, 0, 0, 0, 0);
const hello = Buffer.from('Hello world');

async function session(run: (lab: ObservedSession) => Promise<void>): Promise<void> {
  const lab = new ObservedSession(thisPlatform(), networks);
  try {
    await run(lab);
  } finally {
    lab.close();
  }
}

describe('observing a private network', () => {
  beforeEach(({ skip }) => {
    skip(networks.kind !== 'private', 'There is no private network here.');
  });
  afterAll(() => {
    networks.close();
  });

  test('a fresh socket is CLOSED and has no address, a bound one has', () =>
    session(async (lab) => {
      const socket = lab.socket('server');
      const fresh = await lab.until(() => lab.of(socket));
      expect(fresh).toMatchObject({
        program: 'server',
        family: 'AF_INET',
        type: 'SOCK_STREAM',
        state: 'CLOSED',
        local: null,
        peer: null,
        tcpInfo: null,
      });
      lab.bind(socket, 65_000);
      const bound = await lab.until(() => lab.of(socket)?.local && lab.of(socket));
      expect(bound).toEqual({ ...fresh, local: { address: '127.0.0.1', port: 65_000 } });
    }));

  test('a listening socket has how many wait, and how many may', () =>
    session(async (lab) => {
      const listener = lab.listener('server', 65_000, 1);
      await lab.until(() => lab.of(listener)?.state === 'LISTEN');
      expect(lab.of(listener)).toMatchObject({
        acceptQueue: { waiting: 0, backlog: 1 },
        unreadBytes: null,
        unacknowledgedBytes: null,
        tcpInfo: null,
      });
      lab.connect(lab.socket('client'), 65_000);
      lab.connect(lab.socket('client'), 65_000);
      await lab.until(() => lab.of(listener)?.acceptQueue?.waiting === 2);
      expect(lab.of(listener)?.acceptQueue).toEqual({ waiting: 2, backlog: 1 });
    }));

  test('a connection that waits for accept is ESTABLISHED without a descriptor, and stays the same socket', () =>
    session(async (lab) => {
      const listener = lab.listener('server', 65_000, 1);
      const client = lab.socket('client');
      lab.connect(client, 65_000);
      const waiting = await lab.until(() => withoutDescriptor(lab));
      expect(waiting).toMatchObject({
        program: 'server',
        fd: null,
        state: 'ESTABLISHED',
        local: { address: '127.0.0.1', port: 65_000 },
        peer: { address: '127.0.0.1', port: lab.port(client) },
      });
      const accepted = lab.accept(listener);
      const record = await lab.until(() => lab.of(accepted));
      expect(record).toEqual({ ...waiting, fd: accepted.virtualFd });
    }));

  test('with the queue full, the next client stays in SYN-SENT and repeats its SYN', () =>
    session(async (lab) => {
      lab.listener('server', 65_000, 0);
      lab.connect(lab.socket('client'), 65_000);
      const late = lab.socket('client');
      lab.connect(late, 65_000);
      const record = await lab.until(() => lab.of(late)?.state === 'SYN-SENT' && lab.of(late));
      expect(record).toMatchObject({
        unacknowledgedBytes: 0,
        timer: { kind: 'retransmission' },
        tcpInfo: { retransmissions: 0, rttMs: null, bytesSent: 0, bytesAcknowledged: 0 },
      });
      await lab.until(() => lab.of(late)?.tcpInfo?.retransmissions === 1);
    }));

  test('a SYN-ACK that gets lost leaves a SYN-RECEIVED', () =>
    session(async (lab) => {
      lab.listener('server', 65_000, 1);
      const client = lab.socket('client');
      linux?.attachFilter(client.hostFd, loseEverything);
      lab.connect(client, 65_000);
      const half = await lab.until(() => withoutDescriptor(lab));
      expect(half).toMatchObject({ program: 'server', state: 'SYN-RECEIVED', tcpInfo: null });
      linux?.detachFilter(client.hostFd);
      const whole = await lab.until(
        () => withoutDescriptor(lab)?.state === 'ESTABLISHED' && withoutDescriptor(lab),
      );
      expect(whole.id).toBe(half.id);
    }));

  test('half a close is FIN-WAIT-2 here and CLOSE-WAIT there, and FIN is not a byte', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      lab.send(client, hello);
      lab.shutdownWriting(client);
      await lab.until(() => lab.of(client)?.state === 'FIN-WAIT-2');
      expect(lab.of(client)).toMatchObject({
        unacknowledgedBytes: 0,
        tcpInfo: { bytesSent: 11, bytesAcknowledged: 11, bytesReceived: 0 },
      });
      expect(lab.of(server)).toMatchObject({
        state: 'CLOSE-WAIT',
        unreadBytes: 11,
        tcpInfo: { bytesSent: 0, bytesAcknowledged: 0, bytesReceived: 11 },
      });
    }));

  test('the side that closes first ends in TIME-WAIT, without a descriptor and with a timer', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      const { id } = await lab.until(() => lab.of(client));
      lab.drop(client);
      lab.drop(server);
      const last = await lab.until(() => lab.reported.get(id)?.state === 'TIME-WAIT' && lab.reported.get(id));
      expect(last).toMatchObject({
        program: 'client',
        fd: null,
        tcpInfo: null,
        timer: { kind: 'time-wait' },
      });
      expect((last.timer?.endsAt ?? 0) / 1e6).toBeGreaterThan(55);
      expect([...lab.reported.values()].map(({ state }) => state).sort()).toEqual(['LISTEN', 'TIME-WAIT']);
    }));

  test('a socket left behind by close goes on without a descriptor until its bytes are acknowledged', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      linux?.attachFilter(server.hostFd, loseEverything);
      const { id } = await lab.until(() => lab.of(client));
      lab.send(client, hello);
      lab.drop(client);
      const orphan = await lab.until(() => lab.reported.get(id)?.fd === null && lab.reported.get(id));
      expect(orphan).toMatchObject({
        program: 'client',
        state: 'FIN-WAIT-1',
        unacknowledgedBytes: 11,
        tcpInfo: { bytesSent: 11, bytesAcknowledged: 0 },
      });
      await lab.until(() => (lab.reported.get(id)?.tcpInfo?.timeouts ?? 0) > 0);
      linux?.detachFilter(server.hostFd);
      await lab.until(() => lab.reported.get(id)?.state === 'FIN-WAIT-2');
    }));

  test('bytes wait unread until recv, and unacknowledged until the peer has room', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      lab.send(client, hello);
      await lab.until(() => lab.of(server)?.unreadBytes === 11);
      lab.recv(server);
      await lab.until(() => lab.of(server)?.unreadBytes === 0);
      const block = Buffer.alloc(1_000_000);
      let taken = 0;
      for (let sent = 1; sent > 0; taken += Math.max(0, sent)) sent = lab.send(client, block);
      const full = await lab.until(() => lab.of(client)?.timer?.kind === 'probe' && lab.of(client));
      const unread = lab.of(server)?.unreadBytes ?? 0;
      expect(unread).toBeGreaterThan(0);
      expect(unread + (full.unacknowledgedBytes ?? 0)).toBe(taken);
      expect(full.tcpInfo?.peerWindow).toBe(0);
    }));

  test('a connection reset by its peer is CLOSED, and the peer is gone', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      const { id } = await lab.until(() => lab.of(server));
      lab.send(client, hello);
      lab.observer.observe();
      lab.drop(server);
      await lab.until(() => lab.of(client)?.state === 'CLOSED' && !lab.reported.has(id));
      expect(lab.of(client)).toMatchObject({ peer: null, unacknowledgedBytes: 0 });
    }));

  test('after a refused connection the socket is CLOSED, and still known by its port', () =>
    session(async (lab) => {
      const client = lab.socket('client');
      expect(codeOfErrno(-lab.connect(client, 65_000))).toBe('ECONNREFUSED');
      await lab.until(() => lab.of(client));
      expect(lab.of(client)).toMatchObject({ state: 'CLOSED', peer: null, unacknowledgedBytes: 0 });
      const from = { address: '127.0.0.1', port: lab.port(client) };
      const to = { address: '127.0.0.1', port: 65_000 };
      expect(lab.observer.socketAt(from, to)).toMatchObject({ program: 'client', fd: client.virtualFd });
      expect(lab.observer.socketAt(to, from)).toBeNull();
    }));

  test('IPv6 looks the same', () =>
    session(async (lab) => {
      const listener = lab.listener('server', 65_000, 1, 'AF_INET6');
      const client = lab.socket('client', 'AF_INET6');
      lab.connect(client, 65_000);
      const server = lab.accept(listener);
      await lab.until(() => lab.of(server));
      expect(lab.of(server)).toMatchObject({
        family: 'AF_INET6',
        state: 'ESTABLISHED',
        local: { address: '::1', port: 65_000 },
        peer: { address: '::1', port: lab.port(client) },
      });
    }));

  test('the socket at either end of a connection is found, and for a stranger the listener', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      await lab.until(() => lab.of(server));
      const here = { address: '127.0.0.1', port: lab.port(client) };
      const there = { address: '127.0.0.1', port: 65_000 };
      expect(lab.observer.socketAt(here, there)).toMatchObject({ program: 'client', fd: client.virtualFd });
      expect(lab.observer.socketAt(there, here)).toMatchObject({ program: 'server', fd: server.virtualFd });
      expect(lab.observer.socketAt(there, { ...here, port: 1 })?.id).toBe(
        [...lab.reported.values()].find(({ state }) => state === 'LISTEN')?.id,
      );
      expect(lab.observer.socketAt(here, here)).toBeNull();
      lab.drop(client);
      lab.drop(server);
      await lab.until(
        () =>
          ![...lab.reported.values()].some(
            ({ program, fd }) => program === 'server' && fd === server.virtualFd,
          ),
      );
      expect(lab.observer.socketAt(there, here)).toMatchObject({ program: 'server', fd: null });
    }));

  test('sessions see nothing of each other, though both listen on the same port', () =>
    session((one) =>
      session(async (other) => {
        connected(one);
        connected(other);
        for (const lab of [one, other]) {
          await lab.until(() => lab.reported.size === 3);
          const ports = [...lab.reported.values()].map(({ local }) => local?.port);
          expect(ports.filter((port) => port === 65_000)).toHaveLength(2);
        }
      }),
    ));

  test('a timer that runs is reported once', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      lab.drop(client);
      lab.drop(server);
      await lab.until(() => [...lab.reported.values()].some(({ state }) => state === 'TIME-WAIT'));
      const { events } = lab;
      for (let look = 0; look < 10; look++) lab.observer.observe();
      expect(lab.events).toBe(events);
    }));

  test('nothing is reported while nothing changes, and nothing while paused', () =>
    session(async (lab) => {
      const { client, server } = connected(lab);
      await lab.until(() => lab.of(server));
      const { events } = lab;
      for (let look = 0; look < 10; look++) lab.observer.observe();
      expect(lab.events).toBe(events);
      lab.observer.pause();
      lab.send(client, hello);
      lab.observer.observe();
      expect(lab.events).toBe(events);
      lab.observer.resume();
      expect(lab.of(server)?.unreadBytes).toBe(11);
    }));
});

/** A listener on 65000, a client that is connected to it, and the socket that accepted it. */
function connected(lab: ObservedSession) {
  const listener = lab.listener('server', 65_000, 1);
  const client = lab.socket('client');
  lab.connect(client, 65_000);
  return { listener, client, server: lab.accept(listener) };
}

function withoutDescriptor(lab: ObservedSession): SocketRecord | undefined {
  return [...lab.reported.values()].find(({ fd }) => fd === null);
}
