import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  at,
  bytes,
  constant,
  kernel,
  noPrivateNetwork,
  received,
  type TestLab,
  withLab,
} from '#test/server/kernel-session.ts';

async function listening(lab: TestLab, backlog = 1): Promise<void> {
  await lab.socket('server');
  await lab.call('server', 'bind', 3, at(65_000));
  await lab.call('server', 'listen', 3, backlog);
}

describe('A call that has to wait', () => {
  it('says so, and what it waits for', () =>
    withLab(async (lab) => {
      await listening(lab);
      const accepting = lab.start('server', 'accept', 3);
      expect(await lab.blocked(accepting)).toMatchObject({ waitsFor: 'connection', fd: 3 });
      await lab.socket('client');
      await lab.call('client', 'connect', 3, at(65_000));
      await lab.value(accepting);
      const receiving = lab.start('server', 'recv', 4, 1024);
      expect(await lab.blocked(receiving)).toMatchObject({ waitsFor: 'data', fd: 4 });
      await lab.call('client', 'send', 3, bytes('Hello world'));
      expect(await lab.value(receiving)).toEqual(bytes('Hello world'));
      await lab.limitBuffers();
      const sending = lab.start('client', 'sendall', 3, bytes('x', 4_000_000));
      expect(await lab.blocked(sending)).toMatchObject({ waitsFor: 'room', fd: 3 });
    }));

  it('waits for a handshake while the queue of the listener is full', () =>
    withLab(async (lab) => {
      await listening(lab, 0);
      await lab.socket('client');
      await lab.call('client', 'connect', 3, at(65_000));
      await lab.socket('late');
      const id = lab.start('late', 'connect', 3, at(65_000));
      expect(await lab.blocked(id)).toMatchObject({ waitsFor: 'handshake', fd: 3 });
    }));

  it('keeps its thread busy and leaves the others free', () =>
    withLab(async (lab) => {
      await listening(lab);
      await lab.blocked(lab.start('server', 'accept', 3));
      expect(await lab.result(lab.start('server', 'gethostname', null))).toBe('THREAD_BUSY');
      expect(await lab.call('server/2', 'getsockname', 3)).toEqual(at(65_000));
    }));

  for (const call of ['accept', 'recv', 'connect', 'poll'] as const) {
    it(`is interrupted with KeyboardInterrupt, as by Ctrl-C: ${call}`, () =>
      withLab(async (lab) => {
        await listening(lab, 0);
        await lab.socket('client');
        await lab.call('client', 'connect', 3, at(65_000));
        await lab.socket('late');
        const calls = {
          accept: () => {
            void lab.call('server/2', 'accept', 3);
            return lab.start('server', 'accept', 3);
          },
          recv: () => lab.start('client', 'recv', 3, 10),
          connect: () => lab.start('late', 'connect', 3, at(65_000)),
          poll: () => lab.start('client', 'poll', null, [{ tuple: [{ socket: 3 }, constant('POLLIN')] }]),
        };
        const id = calls[call]();
        const { program, thread } = await lab.blocked(id);
        lab.interrupt(program, thread);
        expect(await lab.result(id)).toEqual({
          ok: false,
          error: { exception: 'KeyboardInterrupt', errno: null, code: null, message: '' },
        });
      }));
  }

  it('has sent a part, and gives nothing, when it is interrupted in the middle', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.limitBuffers();
      const id = lab.start('client', 'send', 3, bytes('x', 4_000_000));
      await lab.blocked(id);
      lab.interrupt('client');
      expect(await lab.result(id)).toMatchObject({ error: { exception: 'KeyboardInterrupt' } });
      await lab.until(() => (lab.record('server', 4)?.unreadBytes ?? 0) > 10_000);
    }));

  it('cannot be interrupted when nothing waits', () =>
    withLab(async (lab) => {
      lab.session.handle({ type: 'interrupt', id: 7, program: 'server' });
      await lab.socket('server');
      lab.session.handle({ type: 'interrupt', id: 8, program: 'server' });
      expect(lab.of('refused').map(({ id, code }) => [id, code])).toEqual([
        [7, 'PROGRAM_UNKNOWN'],
        [8, 'NOTHING_TO_INTERRUPT'],
      ]);
    }));

  it('never returns when its program exits', () =>
    withLab(async (lab) => {
      await lab.connection();
      const id = lab.start('server', 'recv', 4, 10);
      await lab.blocked(id);
      lab.exit('server');
      expect(lab.of('exited')).toMatchObject([{ program: 'server', unfinished: [id] }]);
      await lab.until(() => lab.record('client', 3)?.state === 'CLOSE-WAIT');
      expect(lab.of('returned').some((event) => event.id === id)).toBe(false);
      expect(await lab.socket('server')).toBe(3);
    }));

  it('is not woken by close in another thread, but by shutdown', () =>
    withLab(async (lab) => {
      await listening(lab);
      const accepting = lab.start('server', 'accept', 3);
      await lab.blocked(accepting);
      await lab.call('server/2', 'close', 3);
      // The listener lives on for the call that holds it.
      await lab.socket('client');
      await lab.call('client', 'connect', 3, at(65_000));
      await lab.value(accepting);
      expect(await lab.raised('client', 'connect', await lab.socket('client'), at(65_000))).toContain('111');

      const listener = await lab.socket('server');
      await lab.call('server', 'bind', listener, at(65_001));
      await lab.call('server', 'listen', listener);
      const second = lab.start('server', 'accept', listener);
      await lab.blocked(second);
      await lab.call('server/2', 'shutdown', listener, constant('SHUT_RDWR'));
      expect(await lab.result(second)).toMatchObject({ error: { code: 'EINVAL' } });
    }));

  it('runs into its timeout, and does not wait at all without blocking', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'settimeout', 3, { float: 0.05 });
      expect(await lab.raised('client', 'recv', 3, 10)).toBe('TimeoutError: timed out');
      await lab.call('client', 'setblocking', 3, false);
      expect(await lab.raised('client', 'recv', 3, 10)).toBe(
        'BlockingIOError: [Errno 11] Resource temporarily unavailable',
      );
      const fresh = await lab.socket('client');
      await lab.call('client', 'settimeout', fresh, 0);
      expect(await lab.raised('client', 'connect', fresh, at(65_000))).toBe(
        'BlockingIOError: [Errno 115] Operation now in progress',
      );
    }));

  it('gets from poll which descriptors are ready', () =>
    withLab(async (lab) => {
      await lab.connection();
      const ask = [
        { tuple: [{ socket: 3 }, constant('POLLIN')] },
        { tuple: [{ socket: 4 }, constant('POLLIN')] },
        { tuple: [77, constant('POLLIN')] },
      ];
      const id = lab.start('server', 'poll', null, ask.slice(0, 2));
      await lab.blocked(id);
      await lab.call('client', 'send', 3, bytes('x'));
      expect(await lab.value(id)).toEqual([{ tuple: [4, 1] }]);
      expect(await lab.call('server', 'poll', null, ask)).toEqual([{ tuple: [4, 1] }, { tuple: [77, 32] }]);
      expect(await lab.call('client', 'poll', null, [{ tuple: [{ socket: 3 }, 1] }], 20)).toEqual([]);
    }));
});

describe('A call that has done part of its work', () => {
  it('gives the part when the connection fails, and leaves the error to the next call', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'send', 3, bytes('abc'));
      const receiving = lab.start('server', 'recv', 4, 10, constant('MSG_WAITALL'));
      await lab.blocked(receiving);
      const linger = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), bytes(linger));
      await lab.call('client', 'close', 3);
      expect(await lab.value(receiving)).toEqual(bytes('abc'));
      expect(await lab.raised('server', 'recv', 4, 10)).toContain('ConnectionResetError');
    }));

  it('is the same when it sends', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.limitBuffers();
      const sending = lab.start('client', 'send', 3, bytes('x', 4_000_000));
      await lab.blocked(sending);
      await lab.call('server', 'close', 4);
      expect(await lab.value(sending)).toBeLessThan(4_000_000);
      expect(await lab.raised('client', 'send', 3, bytes('x'))).toContain('ConnectionResetError');
    }));

  it('goes on as it began when another thread changes the timeout', () =>
    withLab(async (lab) => {
      await lab.connection();
      await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_SNDBUF'), 10_000);
      const sending = lab.start('client', 'sendall', 3, bytes('x', 1_000_000));
      await lab.blocked(sending);
      await lab.call('client/2', 'setblocking', 3, false);
      for (let total = 0; total < 1_000_000;) {
        total += received(await lab.call('server', 'recv', 4, 65_536)).length;
      }
      expect(await lab.value(sending)).toBeNull();
    }));
});

describe('Many calls that wait', () => {
  it('are a thousand at once, and neither files nor other calls wait for them', () =>
    withLab(
      async (lab) => {
        const ids: number[] = [];
        for (let port = 1; port <= 1000; port++) {
          const program = `p${String(port % 20)}`;
          const fd = await lab.socket(program);
          await lab.call(program, 'bind', fd, at(20_000 + port));
          await lab.call(program, 'listen', fd);
          ids.push(lab.start(`${program}/${String(1 + Math.ceil(port / 20))}`, 'accept', fd));
        }
        await lab.until(() => lab.of('blocked').length === 1000);
        expect(kernel.counts().waitingCalls).toBeGreaterThanOrEqual(1000);
        const files = await Promise.all(Array.from({ length: 8 }, () => readFile('/proc/self/status')));
        expect(files.every(({ length }) => length > 0)).toBe(true);
        await lab.socket('client');
        await lab.call('client', 'connect', 3, at(20_777));
        await lab.value(ids[776] ?? 0);
        expect(lab.of('returned').filter((event) => ids.includes(event.id))).toHaveLength(1);
      },
      { limits: { sockets: 2000, programs: 30, threads: 99 } },
    ));

  it('may wait for the same socket more often than a process may have files', () =>
    withLab(
      async (lab) => {
        await lab.connection();
        const entry = { tuple: [{ socket: 4 }, constant('POLLIN')] };
        const ids = Array.from({ length: 99 }, (_, thread) =>
          lab.start(
            `server/${String(thread + 1)}`,
            'poll',
            null,
            Array.from({ length: 256 }, () => entry),
          ),
        );
        await lab.until(() => lab.of('blocked').length === 99);
        await withLab(async (other) => {
          await other.connection();
          const id = other.start('server', 'recv', 4, 10);
          await other.blocked(id);
          await other.call('client', 'send', 3, bytes('x'));
          expect(await other.value(id)).toEqual(bytes('x'));
        });
        await lab.call('client', 'send', 3, bytes('x'));
        for (const id of ids) expect(await lab.value(id)).toEqual([{ tuple: [4, 1] }]);
      },
      { limits: { threads: 99 } },
    ));

  it('leave no descriptor behind when the session closes', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const before = descriptors();
    for (let count = 0; count < 5; count++) {
      await withLab(async (lab) => {
        await lab.connection();
        await lab.blocked(lab.start('server', 'recv', 4, 10));
        await lab.blocked(lab.start('server/2', 'accept', 3));
      });
    }
    await expect.poll(descriptors, { timeout: 5000 }).toBeLessThanOrEqual(before);
  });
});

describe('A paused session', () => {
  it('emits nothing, and drops nothing', () =>
    withLab(async (lab) => {
      await lab.connection();
      const id = lab.start('server', 'recv', 4, 10);
      await lab.blocked(id);
      // Meanwhile the kernel repeats this one.
      lab.drop('server', 4, 'in', { kind: 'all' });
      await lab.call('client', 'send', 3, bytes('lost'));
      const timed = lab.start('client', 'poll', null, [{ tuple: [{ socket: 3 }, 1] }], 30);
      await lab.blocked(timed);
      const other = withLab(async (busy) => {
        await busy.connection();
        lab.session.pause();
        const count = lab.events.length;
        // Another session goes on meanwhile, and time passes.
        expect(await busy.call('client', 'poll', null, [{ tuple: [{ socket: 3 }, 1] }], 400)).toEqual([]);
        expect(lab.events).toHaveLength(count);
      });
      await other;
      expect(lab.of('segment').filter(({ segment }) => segment.retransmission)).toEqual([]);
      lab.session.resume();
      expect(await lab.value(timed)).toEqual([]);
      if (noPrivateNetwork === null) {
        await lab.until(() => lab.segments.filter(({ retransmission }) => retransmission).length > 2);
      }
      lab.drop('server', 4, 'in', { kind: 'nothing' });
      expect(await lab.value(id)).toEqual(bytes('lost'));
    }));
});
