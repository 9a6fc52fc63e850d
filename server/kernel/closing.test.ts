import { describe, expect, it } from 'vitest';
import { at, bytes, constant, type TestLab, withLab } from '#test/server/kernel-session.ts';

const nothing = bytes('');
const reset = 'ConnectionResetError: [Errno 104] Connection reset by peer';
const broken = 'BrokenPipeError: [Errno 32] Broken pipe';

async function state(lab: TestLab, program: string, fd: number, wanted: string): Promise<void> {
  await lab.until(() => lab.record(program, fd)?.state === wanted);
}

describe('The end of a stream', () => {
  it("is b'' again and again once the peer has closed", () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('Hello world'));
      await lab.call('client', 'close', 3);
      expect(await lab.call('server', 'recv', 4, 1024)).toEqual(bytes('Hello world'));
      for (let count = 0; count < 3; count++) {
        expect(await lab.call('server', 'recv', 4, 1024)).toEqual(nothing);
      }
    }));

  it('wakes a recv that waits', () =>
    withLab(async (lab) => {
      await lab.connection();
      const id = lab.start('server', 'recv', 4, 1024);
      await lab.blocked(id);
      await lab.call('client', 'close', 3);
      expect(await lab.value(id)).toEqual(nothing);
    }));

  it('can be of one half: after SHUT_WR the other half still reads', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'shutdown', 3, constant('SHUT_WR'));
      expect(await lab.call('server', 'recv', 4, 10)).toEqual(nothing);
      await state(lab, 'server', 4, 'CLOSE-WAIT');
      await state(lab, 'client', 3, 'FIN-WAIT-2');
      await lab.call('server', 'send', 4, bytes('still here'));
      expect(await lab.call('client', 'recv', 3, 10)).toEqual(bytes('still here'));
      expect(await lab.raised('client', 'send', 3, bytes('x'))).toBe(broken);
    }));
});

describe('Sending to a peer that is gone', () => {
  it('succeeds once; the answer is a reset, after which send is EPIPE', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'close', 3);
      await state(lab, 'server', 4, 'CLOSE-WAIT');
      expect(await lab.call('server', 'send', 4, bytes('first'))).toBe(5);
      await state(lab, 'server', 4, 'CLOSED');
      expect(await lab.raised('server', 'send', 4, bytes('second'))).toBe(broken);
      expect(await lab.call('server', 'recv', 4, 10)).toEqual(nothing);
    }));

  it('is ECONNRESET when the peer closed with unread data', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('server', 'send', 4, bytes('nobody reads this'));
      await lab.call('client', 'close', 3);
      await state(lab, 'server', 4, 'CLOSED');
      expect(await lab.raised('server', 'recv', 4, 10)).toBe(reset);
      expect(await lab.call('server', 'recv', 4, 10)).toEqual(nothing);
    }));

  it('is ECONNRESET when the peer lingered for 0 seconds', () =>
    withLab(async (lab) => {
      await lab.connection();
      const linger = Buffer.alloc(8);
      linger.writeInt32LE(1);
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
      await lab.call('client', 'close', 3);
      expect(await lab.raised('server', 'recv', 4, 10)).toBe(reset);
      expect([...lab.sockets.values()].some((record) => record.state === 'TIME-WAIT')).toBe(false);
    }));
});

describe('close', () => {
  it('leaves the side that closes first in TIME-WAIT, and the other nowhere', () =>
    withLab(async (lab) => {
      await lab.connection();
      const server = await lab.until(() => lab.record('server', 4)?.id);
      await lab.call('server', 'close', 4);
      await state(lab, 'client', 3, 'CLOSE-WAIT');
      await lab.call('client', 'close', 3);
      const waiting = await lab.until(() =>
        [...lab.sockets.values()].find((record) => record.state === 'TIME-WAIT'),
      );
      expect(waiting).toMatchObject({ id: server, program: 'server', fd: null });
      expect(waiting.timer?.kind).toBe('time-wait');
      const secondsLeft = ((waiting.timer?.endsAt ?? 0) - lab.session.now()) / 1e6;
      expect(secondsLeft).toBeGreaterThan(50);
      expect(secondsLeft).toBeLessThanOrEqual(61);
      await lab.until(() => lab.sockets.size === 2);
    }));

  for (const reuses of [false, true]) {
    it(`then ${reuses ? 'lets' : 'keeps'} a new server ${reuses ? 'have' : 'from'} the port, with${reuses ? '' : 'out'} SO_REUSEADDR`, () =>
      withLab(async (lab) => {
        const socket = async () => {
          const fd = await lab.socket('server');
          if (reuses)
            await lab.call('server', 'setsockopt', fd, constant('SOL_SOCKET'), constant('SO_REUSEADDR'), 1);
          return fd;
        };
        const listener = await socket();
        await lab.call('server', 'bind', listener, at(65_000));
        await lab.call('server', 'listen', listener);
        await lab.socket('client');
        await lab.call('client', 'connect', 3, at(65_000));
        await lab.call('server', 'accept', listener);
        lab.exit('server');
        await state(lab, 'client', 3, 'CLOSE-WAIT');
        await lab.call('client', 'close', 3);
        await lab.until(() => [...lab.sockets.values()].some((record) => record.state === 'TIME-WAIT'));
        const answer = await lab.raised('server', 'bind', await socket(), at(65_000));
        expect(answer).toBe(reuses ? 'null' : 'OSError: [Errno 98] Address already in use');
      }));
  }

  it('that lingers waits for its data to be acknowledged, and then no longer', () =>
    withLab(async (lab) => {
      await lab.connection();
      const linger = Buffer.alloc(8);
      linger.writeInt32LE(1);
      linger.writeInt32LE(60, 4);
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
      await lab.call('client', 'setblocking', 3, false);
      await lab.call('client', 'send', 3, bytes('x', 4_000_000));
      const closing = lab.start('client', 'close', 3);
      expect(await lab.blocked(closing)).toMatchObject({ waitsFor: 'delivery', fd: 3 });
      // Its number is free, and others are not kept waiting.
      expect(await lab.raised('client/2', 'getsockname', 3)).toBe('OSError: [Errno 9] Bad file descriptor');
      // The event loop does not wait with it: everything else goes on.
      let left = 0;
      do {
        const { bytes: some } = (await lab.call('server', 'recv', 4, 65_536)) as { bytes: string };
        left = some.length;
      } while (left > 0);
      expect(await lab.value(closing)).toBeNull();
    }));
});

describe('A close that lingers', () => {
  const lingering = async (lab: TestLab, seconds: number) => {
    await lab.connection();
    const linger = Buffer.alloc(8);
    linger.writeInt32LE(1);
    linger.writeInt32LE(seconds, 4);
    await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
  };

  it('does not wait on a socket that was never connected', () =>
    withLab(async (lab) => {
      const linger = Buffer.alloc(8, 1);
      await lab.socket('client');
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
      await lab.call('client', 'close', 3);
      expect(lab.of('blocked')).toEqual([]);
    }));

  it('waits for nothing when it leaves data unread: the connection is reset', () =>
    withLab(async (lab) => {
      await lingering(lab, 60);
      await lab.call('server', 'send', 4, bytes('nobody reads this'));
      await lab.call('client', 'close', 3);
      expect(lab.of('blocked')).toEqual([]);
      expect(await lab.raised('server', 'recv', 4, 10)).toBe(reset);
    }));

  it('ends when its time is over, or with a signal, and the kernel goes on by itself', () =>
    withLab(async (lab) => {
      await lingering(lab, 1);
      await lab.call('client', 'setblocking', 3, false);
      await lab.call('client', 'send', 3, bytes('x', 4_000_000));
      const began = lab.session.now();
      expect(await lab.call('client', 'close', 3)).toBeNull();
      expect(lab.session.now() - began).toBeGreaterThan(900_000);
    }));

  it('keeps no other session waiting, however many there are', () =>
    withLab(async (lab) => {
      let closing = 0;
      for (let count = 0; count < 6; count++) {
        lab.exit('server');
        lab.exit('client');
        await lingering(lab, 3600);
        await lab.call('client', 'setblocking', 3, false);
        await lab.call('client', 'send', 3, bytes('x', 4_000_000));
        closing = lab.start('client', 'close', 3);
        await lab.blocked(closing);
      }
      await withLab(async (other) => {
        await lingering(other, 1);
        await other.call('client', 'send', 3, bytes('x'));
        expect(await other.call('client', 'close', 3)).toBeNull();
      });
      lab.interrupt('client');
      expect(await lab.result(closing)).toMatchObject({ error: { exception: 'KeyboardInterrupt' } });
    }));
});

describe('The end of a program', () => {
  it('does not wait for a socket that lingers', () =>
    withLab(async (lab) => {
      await lab.connection();
      const linger = Buffer.alloc(8);
      linger.writeInt32LE(1);
      linger.writeInt32LE(60, 4);
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
      await lab.call('client', 'setblocking', 3, false);
      await lab.call('client', 'send', 3, bytes('x', 4_000_000));
      lab.exit('client');
      expect(lab.of('exited')).toMatchObject([{ program: 'client' }]);
      await lab.until(() =>
        [...lab.sockets.values()].some(({ fd, state: its }) => fd === null && its === 'FIN-WAIT-1'),
      );
    }));
});

describe('A port', () => {
  for (const end of ['exit', 'close'] as const) {
    it(`is free at once after ${end}, also when a call waited for it`, () =>
      withLab(async (lab) => {
        let held = 0;
        for (let count = 0; count < 100; count++) {
          lab.start('server', 'socket', null);
          const bound = lab.start('server', 'bind', 3, at(65_000));
          lab.start('server', 'listen', 3);
          const accepting = lab.start('server', 'accept', 3);
          expect(await lab.value(bound)).toBeNull();
          await lab.blocked(accepting);
          await new Promise((resolve) => setImmediate(resolve));
          if (end === 'exit') lab.exit('server');
          else lab.interrupt('server');
          const next = lab.start(
            'server',
            end === 'exit' ? 'gethostname' : 'close',
            end === 'exit' ? null : 3,
          );
          if (!lab.of('entered').some(({ id }) => id === next)) held += 1;
        }
        // The thread that waited for the socket, if it looked at it yet, has to let go of it first.
        expect(held).toBeGreaterThan(0);
      }));
  }
});

describe('recv on a socket that is not connected', () => {
  it('is ENOTCONN, also while it listens', () =>
    withLab(async (lab) => {
      await lab.socket('server');
      const notConnected = 'OSError: [Errno 107] Transport endpoint is not connected';
      expect(await lab.raised('server', 'recv', 3, 10)).toBe(notConnected);
      await lab.call('server', 'bind', 3, at(65_000));
      await lab.call('server', 'listen', 3);
      expect(await lab.raised('server', 'recv', 3, 10)).toBe(notConnected);
      expect(await lab.raised('server', 'recv', 99, 10)).toBe('OSError: [Errno 9] Bad file descriptor');
    }));
});

describe('reset', () => {
  it('ends every program and begins in a fresh network, and the log goes on', () =>
    withLab(async (lab) => {
      await lab.connection();
      const before = [...lab.sockets.keys()];
      lab.reset();
      expect(lab.of('exited').map(({ program }) => program)).toEqual(['server', 'client']);
      expect(lab.of('reset')).toHaveLength(1);
      lab.sockets.clear();
      await lab.connection();
      await lab.until(() => lab.record('server', 4)?.state === 'ESTABLISHED');
      expect(before).not.toContain(lab.record('server', 4)?.id);
    }));
});
