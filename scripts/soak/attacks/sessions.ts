import { setTimeout as sleep } from 'node:timers/promises';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { BenchBrowser } from '../../bench/lab/bench-browser.ts';
import { type Attack, attacker, overAndOver } from './attack.ts';

const address = { tuple: ['127.0.0.1', 65_000] };
const sessions = 8;

/** The limits of sockets and bytes refuse what is too much, which is no fault of the attack. */
const ignored = (call: Promise<unknown>): Promise<unknown> => call.catch(() => undefined);

async function listening(url: string, from: string): Promise<BenchBrowser> {
  const lab = await BenchBrowser.open(url, from);
  await lab.call('server', { name: 'socket', args: [] });
  await lab.call('server', { name: 'bind', fd: 3, args: [address] });
  await lab.call('server', { name: 'listen', fd: 3, args: [4096] });
  return lab;
}

/** Sockets that no program holds any more: in accept queues, and in TIME-WAIT. */
const hiddenSockets: Attack = (target) =>
  overAndOver(target, { width: sessions, perSecond: sessions }, async (index) => {
    const lab = await listening(target.url, attacker(0));
    try {
      for (let count = 0; count < 400 && !target.signal.aborted; count += 1) {
        target.made();
        await ignored(lab.call('client', { name: 'socket', args: [] }));
        await ignored(lab.call('client', { name: 'connect', fd: 3, args: [address] }));
        await ignored(lab.call('client', { name: 'close', fd: 3, args: [] }));
        if (index % 2 === 0) continue;
        // In the accept queue of every second session they stay; in the others they get to TIME-WAIT.
        await ignored(lab.call('server', { name: 'accept', fd: 3, args: [] }));
        await ignored(lab.call('server', { name: 'close', fd: 4, args: [] }));
      }
    } finally {
      lab.abandon();
    }
  });

const large = 4 * 1024 * 1024;
const pairs = 25;

/** Buffers that are made larger while calls wait to fill them. */
const grownBuffers: Attack = (target) =>
  overAndOver(target, { width: sessions, perSecond: sessions }, async () => {
    const lab = await listening(target.url, attacker(0));
    const size = (program: string, fd: number, option: 'SO_RCVBUF' | 'SO_SNDBUF', value: number) => {
      const args: PythonValue[] = [{ constant: 'SOL_SOCKET' }, { constant: option }, value];
      return ignored(lab.call(program, { name: 'setsockopt', fd, args }));
    };
    try {
      await size('server', 3, 'SO_RCVBUF', 4_096);
      for (let pair = 0; pair < pairs; pair += 1) {
        target.made();
        await ignored(lab.call('client', { name: 'socket', args: [] }));
        await size('client', 3 + pair, 'SO_SNDBUF', 4_096);
        await ignored(lab.call('client', { name: 'connect', fd: 3 + pair, args: [address] }));
        await ignored(lab.call('server', { name: 'accept', fd: 3, args: [] }));
        const sending = { name: 'sendall', fd: 3 + pair, args: [{ bytes: 'eA==', times: large }] } as const;
        if (pair < 15) void ignored(lab.call('client', { ...sending, args: [...sending.args] }, 2 + pair));
      }
      for (let times = 0; times < 5 && !target.signal.aborted; times += 1) {
        for (let pair = 0; pair < pairs; pair += 1) {
          await size('server', 4 + pair, 'SO_RCVBUF', 2 ** 30);
          await size('client', 3 + pair, 'SO_SNDBUF', 2 ** 30);
        }
        await sleep(300);
      }
    } finally {
      lab.abandon();
    }
  });

/** Sessions whose browser vanishes: as many as an address may have, and more. */
const abandonedSessions: Attack = (target) =>
  overAndOver(target, { width: 4, perSecond: 30 }, async () => {
    const lab = await BenchBrowser.open(target.url, attacker(0));
    target.made();
    lab.abandon();
  });

export const sessionAttacks = {
  'sockets hidden in queues and TIME-WAIT': hiddenSockets,
  'buffers grown with setsockopt': grownBuffers,
  'sessions that are abandoned': abandonedSessions,
} as const;
