import { describe, expect, it } from 'vitest';
import {
  at,
  bytes,
  constant,
  noPrivateNetwork,
  type TestLab,
  tuple,
  withLab,
} from '#test/server/kernel-session.ts';

async function listener(lab: TestLab, backlog: number, port = 65_000): Promise<void> {
  await lab.socket('server');
  await lab.call('server', 'bind', 3, at(port));
  await lab.call('server', 'listen', 3, backlog);
}

/** Connects one client after the other until one waits; how many got in. */
async function fill(lab: TestLab, most: number): Promise<number> {
  for (let count = 0; count < most; count++) {
    const fd = await lab.socket('client');
    const id = lab.start('client/2', 'connect', fd, at(65_000));
    const end = await lab.until(() =>
      lab.events.find((event) => 'id' in event && event.id === id && event.type !== 'entered'),
    );
    if (end.type === 'blocked') return count;
  }
  return most;
}

describe('A full accept queue', () => {
  for (const backlog of [0, 1, 2]) {
    it(`of backlog ${String(backlog)} holds ${String(backlog + 1)}; the next stays in SYN-SENT`, () =>
      withLab(async (lab) => {
        await listener(lab, backlog);
        expect(await fill(lab, 6)).toBe(backlog + 1);
        await lab.until(() => [...lab.sockets.values()].some(({ state }) => state === 'SYN-SENT'));
        const queue = await lab.until(() => lab.record('server', 3)?.acceptQueue);
        expect(queue).toEqual({ waiting: backlog + 1, backlog });
      }));
  }

  it('lets the next one in at its own next SYN once a place is free', () =>
    withLab(async (lab) => {
      await listener(lab, 0);
      await fill(lab, 2);
      const id = lab.of('blocked').at(-1)?.id ?? 0;
      await lab.call('server', 'accept', 3);
      expect(await lab.value(id)).toBeNull();
    }));
});

describe('connect', () => {
  it('is through before the server calls accept', () =>
    withLab(async (lab) => {
      await listener(lab, 1);
      await lab.socket('client');
      expect(await lab.call('client', 'connect', 3, at(65_000))).toBeNull();
      const client = await lab.until(() => {
        const record = lab.record('client', 3);
        return record?.state === 'ESTABLISHED' && record;
      });
      const waiting = await lab.until(() =>
        [...lab.sockets.values()].find(({ program, fd }) => program === 'server' && fd === null),
      );
      expect(waiting.state).toBe('ESTABLISHED');
      expect(waiting.peer).toEqual(client.local);
      expect(lab.of('blocked')).toEqual([]);
    }));

  it('is refused at once where nothing listens', () =>
    withLab(async (lab) => {
      await lab.socket('client');
      expect(await lab.raised('client', 'connect', 3, at(65_001))).toBe(
        'ConnectionRefusedError: [Errno 111] Connection refused',
      );
      expect(lab.of('blocked')).toEqual([]);
    }));

  it('fails on a connected socket, and may be tried again on one that was refused', () =>
    withLab(async (lab) => {
      await lab.connection();
      const connected = 'OSError: [Errno 106] Transport endpoint is already connected';
      expect(await lab.raised('client', 'connect', 3, at(65_000))).toBe(connected);
      const again = await lab.socket('client');
      const refused = 'ConnectionRefusedError: [Errno 111] Connection refused';
      for (let count = 0; count < 3; count++) {
        expect(await lab.raised('client', 'connect', again, at(65_001))).toBe(refused);
      }
      expect(await lab.call('client', 'connect', again, at(65_000))).toBeNull();
      expect(await lab.raised('client', 'connect', again, at(65_000))).toBe(connected);
    }));

  it('in two threads at once: the error goes to the one, the other gets that it was aborted', () =>
    withLab(async (lab) => {
      if (noPrivateNetwork !== null) return;
      await listener(lab, 1);
      lab.drop('server', 3, 'in', { kind: 'handshake' });
      const fd = await lab.socket('client');
      const calls = [1, 2].map((thread) => lab.start(`client/${String(thread)}`, 'connect', fd, at(65_000)));
      for (const id of calls) await lab.blocked(id);
      await lab.call('server', 'close', 3);
      const results = await Promise.all(calls.map((id) => lab.result(id)));
      const codes = results.map((result) =>
        typeof result === 'string' || result.ok ? 'none' : result.error.code,
      );
      expect(codes.sort()).toEqual(['ECONNABORTED', 'ECONNREFUSED']);
    }));

  it('gets an ephemeral port within the range of this kernel', () =>
    withLab(async (lab) => {
      await lab.connection();
      const name = await lab.call('client', 'getsockname', 3);
      const [address, port] = (name as { tuple: [string, number] }).tuple;
      const [first, last] = lab.session.network.settings.ephemeralPorts ?? [0, 0];
      expect(address).toBe('127.0.0.1');
      expect(port).toBeGreaterThanOrEqual(first);
      expect(port).toBeLessThanOrEqual(last);
    }));

  it('reaches a server over IPv6', () =>
    withLab(async (lab) => {
      await lab.socket('server', constant('AF_INET6'));
      await lab.call('server', 'bind', 3, tuple('::1', 65_000));
      await lab.call('server', 'listen', 3);
      await lab.socket('client', constant('AF_INET6'));
      await lab.call('client', 'connect', 3, tuple('::1', 65_000));
      const accepted = (await lab.call('server', 'accept', 3)) as { tuple: [unknown, { tuple: unknown[] }] };
      expect(accepted.tuple[1].tuple).toEqual(['::1', expect.any(Number), 0, 0]);
      await lab.call('client', 'send', 3, { bytes: 'aGk=' });
      expect(await lab.call('server', 'recv', 4, 10)).toEqual({ bytes: 'aGk=' });
    }));

  it('to 127.0.0.2 is refused by a server on 127.0.0.1, and to 0.0.0.0 reaches it', () =>
    withLab(async (lab) => {
      await listener(lab, 1);
      const [first, second] = [await lab.socket('client'), await lab.socket('client')];
      expect(await lab.raised('client', 'connect', first, at(65_000, '127.0.0.2'))).toContain('111');
      expect(await lab.call('client', 'connect', second, at(65_000, '0.0.0.0'))).toBeNull();
      expect(await lab.call('client', 'getpeername', second)).toEqual(at(65_000));
    }));
});

describe('accept', () => {
  it('gives a socket with the local address of the listener and the address of the peer', () =>
    withLab(async (lab) => {
      await lab.connection();
      expect(await lab.call('server', 'getsockname', 4)).toEqual(at(65_000));
      expect(await lab.call('server', 'getpeername', 4)).toEqual(await lab.call('client', 'getsockname', 3));
    }));

  it('numbers descriptors from 3 in each program, and uses freed numbers again', () =>
    withLab(async (lab) => {
      await lab.connection();
      expect(await lab.socket('client')).toBe(4);
      await lab.call('client', 'close', 3);
      expect(await lab.socket('client')).toBe(3);
      expect(await lab.socket('server')).toBe(5);
    }));

  it('on a socket that does not listen is EINVAL', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      expect(await lab.raised('server', 'accept', 3)).toBe('OSError: [Errno 22] Invalid argument');
    }));
});

describe('bind', () => {
  it('fails with EADDRINUSE while another socket listens on the port, with SO_REUSEADDR too', () =>
    withLab(async (lab) => {
      await listener(lab, 1);
      await lab.socket('other');
      const taken = 'OSError: [Errno 98] Address already in use';
      expect(await lab.raised('other', 'bind', 3, at(65_000))).toBe(taken);
      await lab.call('other', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_REUSEADDR'), 1);
      expect(await lab.raised('other', 'bind', 3, at(65_000))).toBe(taken);
    }));

  it.skipIf(noPrivateNetwork !== null)('below 1024 is EACCES, and allowed as root', async () => {
    await withLab(async (lab) => {
      await lab.socket('server');
      const denied = 'PermissionError: [Errno 13] Permission denied';
      expect(await lab.raised('server', 'bind', 3, at(80))).toBe(denied);
    });
    await withLab(
      async (lab) => {
        await lab.socket('server');
        expect(await lab.call('server', 'bind', 3, at(80))).toBeNull();
      },
      { asRoot: true },
    );
  });

  it('to an address that is not this host is EADDRNOTAVAIL', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      const raised = await lab.raised('server', 'bind', 3, at(65_000, '192.0.2.1'));
      expect(raised).toBe(
        noPrivateNetwork === null ? 'OSError: [Errno 99] Cannot assign requested address' : 'BIND_OUTSIDE',
      );
    }));
});

describe('What the lab does not offer', () => {
  const cases = [
    ['a Unix socket, made by swapped arguments', 'socket', constant('SOCK_STREAM'), constant('AF_INET')],
    ['a raw socket', 'socket', constant('AF_INET'), 3],
    ['a raw socket behind a flag', 'socket', constant('AF_INET'), 3 | 0o2000000],
    ['another protocol', 'socket', constant('AF_INET'), constant('SOCK_STREAM'), 132],
  ] as const;
  for (const [what, name, ...args] of cases) {
    it(`is refused: ${what}`, () =>
      withLab(async (lab) => {
        expect(await lab.result(lab.start('p', name, null, ...args))).toBe('SOCKET_NOT_OFFERED');
      }));
  }

  it('is refused, or an error: no number makes another kind of socket', () =>
    withLab(
      async (lab) => {
        const [stream, datagram, cloexec, nonBlocking] = [1, 2, 0o2000000, 0o4000];
        const good = new Set(
          [0, nonBlocking, cloexec, nonBlocking | cloexec].flatMap((flags) => [
            stream | flags,
            datagram | flags,
          ]),
        );
        for (const flags of [0, nonBlocking, cloexec, nonBlocking | cloexec, 0o40, 0x10000, -(2 ** 31)]) {
          for (let kind = 0; kind < 16; kind++) {
            const type = kind | flags;
            const result = await lab.result(lab.start('p', 'socket', null, constant('AF_INET'), type));
            const made = typeof result !== 'string' && result.ok;
            expect([type, made]).toEqual([type, good.has(type) || type === -1]);
          }
        }
        await lab.until(
          () => [...lab.sockets.values()].filter((record) => record.type === 'SOCK_DGRAM').length === 4,
        );
      },
      { limits: { sockets: 64 } },
    ));

  it('is refused: options by which the lab drops segments, and bytes for options that may hold pointers', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      const [SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_RCVTIMEO] = [26, 27, 20];
      for (const [option, value] of [
        [SO_ATTACH_FILTER, 1],
        [SO_DETACH_FILTER, 0],
        [SO_RCVTIMEO, bytes('x', 16)],
      ] as const) {
        const id = lab.start('p', 'setsockopt', 3, constant('SOL_SOCKET'), option, value);
        expect(await lab.result(id)).toBe('OPTION_NOT_OFFERED');
      }
    }));

  it('has no privilege that an option asks for, and says so as the kernel does', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      const [SO_DEBUG, SO_MARK, TCP_REPAIR] = [1, 36, 19];
      const [level, tcp] = [constant('SOL_SOCKET'), constant('IPPROTO_TCP')];
      expect(await lab.raised('p', 'setsockopt', 3, level, SO_DEBUG, 1)).toContain(
        'PermissionError: [Errno 13]',
      );
      expect(await lab.raised('p', 'setsockopt', 3, level, SO_MARK, 1)).toContain(
        'PermissionError: [Errno 1]',
      );
      expect(await lab.raised('p', 'setsockopt', 3, tcp, TCP_REPAIR, 1)).toContain(
        'PermissionError: [Errno 1]',
      );
    }));

  it('is refused: more sockets, programs and threads than the limits say', () =>
    withLab(
      async (lab) => {
        await lab.socket('a');
        await lab.socket('a');
        expect(await lab.result(lab.start('a', 'socket', null))).toBe('SOCKETS_LIMIT');
        await lab.call('b', 'gethostname', null);
        expect(await lab.result(lab.start('c', 'gethostname', null))).toBe('PROGRAMS_LIMIT');
        expect(await lab.result(lab.start('a/3', 'gethostname', null))).toBe('THREADS_LIMIT');
      },
      { limits: { sockets: 2, programs: 2, threads: 2 } },
    ));

  it('is refused: more bytes in the buffers of a session than it may have', () =>
    withLab(
      async (lab) => {
        await lab.connection();
        await lab.call('client', 'setblocking', 3, false);
        expect(await lab.call('client', 'send', 3, bytes('x', 300_000))).toBeLessThanOrEqual(100_000);
        await lab.until(() => (lab.record('server', 4)?.unreadBytes ?? 0) > 50_000);
        expect(await lab.result(lab.start('client', 'send', 3, bytes('x')))).toBe('BUFFERS_LIMIT');
        expect(await lab.result(lab.start('client', 'send', 3, bytes('x', 500_000)))).toBe('BYTES_LIMIT');
        await lab.call('server', 'close', 4);
        await lab.until(() => lab.record('client', 3)?.state === 'CLOSED');
        expect(await lab.raised('client', 'send', 3, bytes('x'))).toContain('ConnectionResetError');
      },
      { limits: { bufferedBytes: 100_000, sendBytes: 400_000 } },
    ));
});
