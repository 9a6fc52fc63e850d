import { afterAll, expect, test } from 'vitest';
import { openNetworks } from '#server/kernel/network/networks.ts';
import { listening } from '#server/kernel/system/sock-diag.ts';
import { ObservedSession } from '#test/server/observed-session.ts';
import { thisPlatform } from '#test/server/this-platform.ts';

const networks = openNetworks(thisPlatform(), null);
afterAll(() => {
  networks.close();
});

test('a list that comes in many messages is read to its end, with both families in it', ({ skip }) => {
  skip(networks.kind !== 'private', 'There is no private network here.');
  const lab = new ObservedSession(thisPlatform(), networks);
  try {
    const count = 400;
    for (let index = 0; index < count; index++) {
      lab.listener('server', 10_000 + index, 1, 'AF_INET');
      lab.listener('server', 20_000 + index, 1, 'AF_INET6');
    }
    lab.connect(lab.socket('client'), 10_000);
    const listeners = lab.network.sockets?.read(listening) ?? [];
    if (typeof listeners === 'number') throw new Error(`The kernel answered ${String(listeners)}.`);
    const ports = listeners.map(({ family, local }) => `${family} ${local.address} ${String(local.port)}`);
    expect(new Set(ports).size).toBe(2 * count);
    expect(ports).toContain('AF_INET 127.0.0.1 10399');
    expect(ports).toContain('AF_INET6 ::1 20000');
    expect(lab.network.sockets?.read()).toHaveLength(2 * count + 2);
  } finally {
    lab.close();
  }
});
