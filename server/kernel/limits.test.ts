import { describe, expect, it } from 'vitest';
import type { TestLab } from '#test/server/kernel-session.ts';
import { at, bytes, constant, noPrivateNetwork, withLab } from '#test/server/kernel-session.ts';

const port = 65_000;

async function listen(lab: TestLab, backlog = 128): Promise<void> {
  await lab.socket('server');
  await lab.call('server', 'bind', 3, at(port));
  await lab.call('server', 'listen', 3, backlog);
}

/** Makes a connection in `client` and closes it; what came of it. */
async function visit(lab: TestLab): Promise<unknown> {
  const opened = await lab.result(lab.start('client', 'socket', null));
  if (typeof opened === 'string') return opened;
  const connected = await lab.result(lab.start('client', 'connect', 3, at(port)));
  await lab.call('client', 'close', 3);
  return connected;
}

/** What the sockets hold of what programs sent. */
function heldBytes({ sockets }: TestLab): number {
  let sum = 0;
  for (const { unreadBytes, unacknowledgedBytes } of sockets.values())
    sum += (unreadBytes ?? 0) + (unacknowledgedBytes ?? 0);
  return sum;
}

// Without a private network the list has sockets of others, too, and those that were closed cannot be distinguished.
describe.skipIf(noPrivateNetwork !== null)('The limit of sockets', () => {
  const sockets = 12;

  it('counts those that wait in an accept queue, and those that were closed before', () =>
    withLab(
      async (lab) => {
        await listen(lab);
        let most = 0;
        for (let count = 0; count < 3 * sockets; count += 1) {
          const visited = await visit(lab);
          most = Math.max(most, lab.sockets.size);
          if (count > sockets) expect(visited).toBe('SOCKETS_LIMIT');
        }
        expect(most).toBeGreaterThan(sockets - 3);
        expect(most).toBeLessThanOrEqual(sockets);
        // As the refusal says.
        const accepted = await lab.call('server', 'accept', 3);
        expect(accepted).toMatchObject({ tuple: [{ socket: 4 }, {}] });
        await lab.call('server', 'close', 4);
        await lab.call('server', 'accept', 3);
        await lab.call('server', 'close', 4);
        const again = lab.reset();
        await lab.until(() => lab.of('reset').some(({ id }) => id === again));
        await listen(lab);
        expect(await visit(lab)).toMatchObject({ ok: true });
      },
      { limits: { sockets } },
    ));

  it('counts those in TIME-WAIT', () =>
    withLab(
      async (lab) => {
        await listen(lab);
        const ends: unknown[] = [];
        for (let count = 0; count < sockets; count += 1) {
          ends.push(await visit(lab));
          if (ends.at(-1) === 'SOCKETS_LIMIT') continue;
          await lab.call('server', 'accept', 3);
          await lab.call('server', 'close', 4);
        }
        expect(ends.at(-1)).toBe('SOCKETS_LIMIT');
        expect(lab.sockets.size).toBeLessThanOrEqual(sockets);
        expect([...lab.sockets.values()].filter(({ state }) => state === 'TIME-WAIT').length).toBeGreaterThan(
          6,
        );
      },
      { limits: { sockets } },
    ));
});

describe('The limit of bytes', () => {
  const bufferedBytes = 1024 * 1024;
  const pairs = 8;

  it('holds while calls that wait go on, also when buffers are made larger meanwhile', () =>
    withLab(
      async (lab) => {
        await listen(lab);
        const size = (who: string, fd: number, option: 'SO_SNDBUF' | 'SO_RCVBUF', value: number) =>
          lab.call(who, 'setsockopt', fd, constant('SOL_SOCKET'), constant(option), value);
        await size('server', 3, 'SO_RCVBUF', 4_096);
        const sending: number[] = [];
        for (let pair = 0; pair < pairs; pair += 1) {
          const fd = await lab.socket('client');
          await size('client', fd, 'SO_SNDBUF', 4_096);
          await lab.call('client', 'connect', fd, at(port));
          await lab.call('server', 'accept', 3);
          sending.push(lab.start(`client/${String(pair + 2)}`, 'sendall', fd, bytes('x', 2_000_000)));
          await lab.blocked(sending.at(-1) ?? 0);
        }
        for (let pair = 0; pair < pairs; pair += 1) {
          await size('server', 4 + pair, 'SO_RCVBUF', 4_000_000);
          await size('client', 3 + pair, 'SO_SNDBUF', 4_000_000);
        }
        await lab.until(() => heldBytes(lab) > bufferedBytes / 2);
        let most = 0;
        for (let count = 0; count < 100; count += 1) {
          await lab.call('server/2', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_REUSEADDR'), 1);
          most = Math.max(most, heldBytes(lab));
        }
        expect(most).toBeLessThanOrEqual(bufferedBytes);
        // What is read makes room, and every call ends.
        const ended = () => sending.every((id) => lab.of('returned').some((event) => event.id === id));
        for (let pair = 0; !ended(); pair = (pair + 1) % pairs) {
          await lab.result(lab.start('server', 'recv', 4 + pair, 1_000_000, constant('MSG_DONTWAIT')));
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
      { limits: { bufferedBytes } },
    ));

  it.skipIf(noPrivateNetwork !== null)('counts datagrams, and bytes that outlive their connection', () =>
    withLab(
      async (lab) => {
        const datagram = [constant('AF_INET'), constant('SOCK_DGRAM')];
        await lab.socket('a', ...datagram);
        await lab.call('a', 'bind', 3, at(port));
        await lab.socket('b', ...datagram);
        await lab.call('b', 'connect', 3, at(port));
        const sent: unknown[] = [];
        while (sent.at(-1) !== 'BUFFERS_LIMIT' && sent.length < 20)
          sent.push(await lab.result(lab.start('b', 'send', 3, bytes('x', 20_000))));
        expect(sent.at(-1)).toBe('BUFFERS_LIMIT');
        await lab.call('a', 'close', 3);

        await lab.connection();
        await lab.call('client', 'setblocking', 3, false);
        await lab.call('client', 'send', 3, bytes('x', 300_000));
        await lab.until(() => (lab.record('server', 4)?.unreadBytes ?? 0) > 50_000);
        await lab.call('client', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_LINGER'), {
          bytes: Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]).toString('base64'),
        });
        await lab.call('client', 'close', 3);
        await lab.until(() => lab.record('server', 4)?.state === 'CLOSED');
        expect(await lab.result(lab.start('b', 'send', 3, bytes('x', 20_000)))).toBe('BUFFERS_LIMIT');
      },
      { limits: { bufferedBytes: 100_000 } },
    ),
  );
});
