import { describe, expect, it } from 'vitest';
import { at, bytes, constant, received, tuple, withLab } from '#test/server/kernel-session.ts';

const level = constant('SOL_SOCKET');

describe('A socket with a timeout', () => {
  it('waits for room before it sends, although a few bytes would fit', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'setsockopt', 3, level, constant('SO_SNDBUF'), 100_000);
      await lab.call('server', 'setsockopt', 4, level, constant('SO_RCVBUF'), 10_000);
      await lab.call('client', 'setblocking', 3, false);
      const unacknowledged = () => lab.record('client', 3)?.unacknowledgedBytes ?? 0;
      const full = async () => {
        expect(await lab.raised('client', 'sendall', 3, bytes('x', 4_000_000))).toContain('BlockingIOError');
        return unacknowledged() > 100_000;
      };
      while (!(await full())) await lab.until(() => unacknowledged() > 100_000);
      const before = unacknowledged();
      await lab.call('server', 'recv', 4, 60_000);
      await lab.until(() => unacknowledged() < before);
      const watched = [{ tuple: [{ socket: 3 }, constant('POLLOUT')] }];
      expect(await lab.call('client', 'poll', null, watched, 0)).toEqual([]);
      await lab.call('client', 'settimeout', 3, { float: 0.05 });
      expect(await lab.raised('client', 'send', 3, bytes('y'))).toBe('TimeoutError: timed out');
    }));

  it('waits for a connection before it asks what kind of socket it is', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'settimeout', 3, { float: 0.05 });
      expect(await lab.raised('client', 'accept', 3)).toBe('TimeoutError: timed out');
      await lab.call('server', 'settimeout', 3, { float: 0.05 });
      expect(await lab.raised('server', 'recv', 3, 10)).toBe('TimeoutError: timed out');
    }));

  it('waits with MSG_DONTWAIT, too, as only a socket that blocks heeds it', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'settimeout', 3, { float: 0.05 });
      expect(await lab.raised('client', 'recv', 3, 10, constant('MSG_DONTWAIT'))).toBe(
        'TimeoutError: timed out',
      );
      await lab.call('client', 'settimeout', 3, null);
      expect(await lab.raised('client', 'recv', 3, 10, constant('MSG_DONTWAIT'))).toContain(
        'BlockingIOError',
      );
    }));

  it('is what the default says, for accepted sockets as well', () =>
    withLab(async (lab) => {
      await lab.call('server', 'setdefaulttimeout', null, { float: 0.05 });
      expect(await lab.call('server', 'getdefaulttimeout', null)).toEqual({ float: 0.05 });
      await lab.connection();
      expect(await lab.call('server', 'gettimeout', 4)).toEqual({ float: 0.05 });
      expect(await lab.call('client', 'gettimeout', 3)).toBeNull();
    }));
});

describe('sendall without blocking', () => {
  it('goes on until the kernel has no more room', () =>
    withLab(async (lab) => {
      await lab.connection();
      // Left alone, Linux lets the buffers of both ends grow to several million bytes.
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_SNDBUF'), 100_000);
      await lab.call('client', 'setblocking', 3, false);
      expect(await lab.raised('client', 'sendall', 3, bytes('x', 4_000_000))).toContain('BlockingIOError');
      const watched = [{ tuple: [{ socket: 3 }, constant('POLLOUT')] }];
      await lab.until(() => (lab.record('server', 4)?.unreadBytes ?? 0) > 100_000);
      expect(await lab.call('client', 'poll', null, watched, 0)).toEqual([]);
    }));
});

describe('recv', () => {
  it('takes as much as is asked for and there is, beyond 64 KiB', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'sendall', 3, bytes('k', 100_000));
      await lab.until(() => lab.record('server', 4)?.unreadBytes === 100_000);
      expect(await lab.call('server', 'recv', 4, 1_000_000)).toEqual({ bytes: 'aw==', times: 100_000 });
    }));

  it('says how much it took where an event cannot carry all of it', () =>
    withLab(
      async (lab) => {
        await lab.connection();
        await lab.call('client', 'sendall', 3, bytes('a', 999));
        await lab.call('client', 'sendall', 3, bytes('b', 1001));
        await lab.until(() => lab.record('server', 4)?.unreadBytes === 2000);
        const value = await lab.call('server', 'recv', 4, 5000);
        expect(value).toMatchObject({ length: 2000 });
        expect(received(value).toString()).toBe('a'.repeat(100));
        expect(await lab.result(lab.start('server', 'send', 4, value))).toBe('BYTES_LIMIT');
      },
      { limits: { recvBytes: 100 } },
    ));

  it('gives nothing on a datagram socket that was shut down, and never keeps the processor busy', () =>
    withLab(async (lab) => {
      const fd = await lab.socket('p', constant('AF_INET'), constant('SOCK_DGRAM'));
      await lab.call('p', 'connect', fd, at(65_000));
      await lab.call('p', 'shutdown', fd, constant('SHUT_RD'));
      expect(await lab.call('p', 'recv', fd, 10)).toEqual({ bytes: '' });
      await lab.call('p', 'settimeout', fd, { float: 0.05 });
      expect(await lab.raised('p', 'recv', fd, 10)).toBe('TimeoutError: timed out');
    }));
});

describe('A wrong number of arguments', () => {
  it('does nothing: the socket stays open, and as it was', () =>
    withLab(async (lab) => {
      await lab.connection();
      for (const name of ['close', 'accept', 'fileno', 'getsockname', 'getpeername', 'gettimeout'] as const)
        expect(await lab.raised('server', name, 4, 1)).toContain('TypeError');
      for (const name of ['shutdown', 'settimeout', 'setblocking', 'bind', 'connect'] as const)
        expect(await lab.raised('server', name, 4, 1, 2)).toContain('TypeError');
      expect(await lab.call('server', 'gettimeout', 4)).toBeNull();
      const id = lab.start('server', 'recv', 4, 10);
      await lab.blocked(id);
    }));
});

describe('An option', () => {
  it('is an int at any level: what is TCP_NODELAY elsewhere is SO_DEBUG here, which needs a privilege', () =>
    withLab(async (lab) => {
      await lab.socket('p');
      expect(await lab.raised('p', 'setsockopt', 3, level, constant('TCP_NODELAY'), 1)).toBe(
        'PermissionError: [Errno 13] Permission denied',
      );
      const [ip, ttl] = [0, 2];
      await lab.call('p', 'setsockopt', 3, ip, ttl, 7);
      expect(await lab.call('p', 'getsockopt', 3, ip, ttl)).toBe(7);
    }));

  it.each([
    ['SOL_SOCKET', 'SO_REUSEPORT', 1],
    ['IPPROTO_TCP', 'TCP_KEEPIDLE', 30],
    ['IPPROTO_TCP', 'TCP_KEEPINTVL', 5],
    ['IPPROTO_TCP', 'TCP_KEEPCNT', 3],
  ] as const)('is set and read: %s, %s', (at_, option, value) =>
    withLab(async (lab) => {
      await lab.socket('p');
      await lab.call('p', 'setsockopt', 3, constant(at_), constant(option), value);
      expect(await lab.call('p', 'getsockopt', 3, constant(at_), constant(option))).toBe(value);
    }),
  );
});

describe('A name', () => {
  it('with an empty part cannot be encoded', () =>
    withLab(async (lab) => {
      const text = "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)";
      expect(await lab.raised('p', 'gethostbyname', null, 'a..b')).toBe(text);
      expect(await lab.raised('p', 'getaddrinfo', null, 'a..b', 80)).toBe(text);
    }));

  it('has addresses, with what a socket needs to reach them', () =>
    withLab(async (lab) => {
      expect(
        await lab.call(
          'p',
          'getaddrinfo',
          null,
          '127.0.0.1',
          80,
          constant('AF_INET'),
          constant('SOCK_STREAM'),
        ),
      ).toEqual([{ tuple: [constant('AF_INET'), constant('SOCK_STREAM'), 6, '', tuple('127.0.0.1', 80)] }]);
    }));
});

describe('poll', () => {
  it('gives what is ready in the order of registration, and takes the newer events of a socket named twice', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('x'));
      const [IN, OUT] = [constant('POLLIN'), constant('POLLOUT')];
      const entries = [
        { tuple: [{ socket: 4 }, OUT] },
        { tuple: [{ socket: 3 }, IN] },
        { tuple: [{ socket: 4 }, IN] },
      ];
      expect(await lab.call('server', 'poll', null, entries, 10)).toEqual([tuple(4, 1)]);
      expect(await lab.raised('server', 'poll', null, entries, { int: '10000000000000000' })).toContain(
        'OverflowError: timestamp too large',
      );
      expect(await lab.raised('server', 'poll', null, entries, 10_000_000_000)).toBe(
        'OverflowError: timeout is too large',
      );
    }));
});
