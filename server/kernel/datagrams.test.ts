import { expect, it } from 'vitest';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { at, bytes, constant, noPrivateNetwork, received, withLab } from '#test/server/kernel-session.ts';

const datagrams = [constant('AF_INET'), constant('SOCK_DGRAM')] as const;

/** The two parts of what `recvfrom` gave. */
function parts(value: PythonValue): { text: string; sender: PythonValue } {
  const [data = null, sender = null] =
    value !== null && typeof value === 'object' && 'tuple' in value ? value.tuple : [];
  return { text: received(data).toString(), sender };
}

it.skipIf(noPrivateNetwork !== null)(
  'datagrams go to an address, each whole, and come with that of their sender',
  () =>
    withLab(async (lab) => {
      await lab.call('server', 'socket', null, ...datagrams);
      await lab.call('server', 'bind', 3, at(5_000));
      await lab.call('client', 'socket', null, ...datagrams);
      expect(await lab.call('client', 'sendto', 3, bytes('one'), at(5_000))).toBe(3);
      expect(await lab.call('client', 'sendto', 3, bytes('two', 2), 0, at(5_000))).toBe(6);

      const first = parts(await lab.call('server', 'recvfrom', 3, 1_024));
      expect(first.text).toBe('one');
      // What is not asked for of a datagram is gone.
      expect(parts(await lab.call('server', 'recvfrom', 3, 2))).toEqual({ text: 'tw', sender: first.sender });

      const waiting = lab.start('client', 'recvfrom', 3, 1_024);
      await lab.until(() => lab.of('blocked').find(({ id }) => id === waiting));
      await lab.call('server', 'sendto', 3, bytes('back'), first.sender);
      expect(parts(await lab.value(waiting))).toEqual({ text: 'back', sender: at(5_000) });
    }),
);

it('recvfrom on a connection gives no address, and sendto ignores the one that it is given', () =>
  withLab(async (lab) => {
    await lab.connection();
    expect(await lab.call('client', 'sendto', 3, bytes('Hello'), at(1))).toBe(5);
    expect(parts(await lab.call('server', 'recvfrom', 4, 1_024))).toEqual({ text: 'Hello', sender: null });
    await lab.call('client', 'close', 3);
    expect(parts(await lab.call('server', 'recvfrom', 4, 1_024))).toEqual({ text: '', sender: null });
  }));

it('a datagram to a port that nobody has is refused with the next call, as Linux reports it', () =>
  withLab(async (lab) => {
    await lab.call('client', 'socket', null, ...datagrams);
    await lab.call('client', 'connect', 3, at(5_000));
    await lab.call('client', 'sendto', 3, bytes('lost'), at(5_000));
    expect(await lab.raised('client', 'recvfrom', 3, 10)).toContain('ConnectionRefusedError');
  }));
