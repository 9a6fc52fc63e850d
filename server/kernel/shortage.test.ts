import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Network, TimedEvent } from '#lib/lab/protocol/messages.ts';
import { bytes, kernel, noPrivateNetwork, testLimits, withLab } from '#test/server/kernel-session.ts';

const descriptors = () => readdirSync('/proc/self/fd').length;

/** Runs `work` where the process may open so many descriptors more. */
function withDescriptors<Result>(free: number, work: () => Result): Result {
  const held: number[] = [];
  try {
    for (;;) held.push(openSync('/dev/null', 'r'));
  } catch {
    for (const fd of held.splice(0, free)) closeSync(fd);
  }
  try {
    return work();
  } finally {
    for (const fd of held) closeSync(fd);
  }
}

function limitDescriptors(soft: string): void {
  execFileSync('prlimit', ['--pid', String(process.pid), `--nofile=${soft}:`]);
}

function softLimit(): string {
  return /^Max open files +(\w+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1] ?? 'unlimited';
}

/** A whole connection works, and the network is as any other. */
async function expectWhole(settings: Network['settings']): Promise<void> {
  await withLab(async (lab) => {
    expect(lab.session.network).toMatchObject({ settings, capture: { possible: true } });
    await lab.connection();
    await lab.call('client', 'send', 3, bytes('x'));
    expect(await lab.call('server', 'recv', 4, 10)).toEqual(bytes('x'));
  });
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

/** More than a session with a reset and two sockets needs at once. */
const enough = 16;

it.skipIf(noPrivateNetwork !== null)(
  'A shortage of descriptors costs one session at most, wherever it is met, and nothing stays behind',
  async () => {
    const unlimited = softLimit();
    limitDescriptors('256');
    try {
      const settings = withLab(({ session }) => session.network.settings);
      await expectWhole(settings);
      while (kernel.counts().closingCaptures > 0) await nextTurn();
      const before = descriptors();
      const ends = new Set<string>();
      for (let free = 0; free <= enough; free += 1) {
        const events: TimedEvent[] = [];
        const failures: unknown[] = [];
        const end = withDescriptors(free, () => {
          const opened = kernel.openSession({
            asRoot: false,
            limits: testLimits,
            emit: (event) => events.push(event),
            fail: (error) => failures.push(error),
          });
          if (!opened.ok) return opened.error.code;
          const session = opened.value;
          const shown = session.network.settings;
          session.handle({ type: 'call', id: 1, program: 'a', call: { name: 'socket', args: [] } });
          session.handle({ type: 'reset', id: 2 });
          const again = session.network.settings;
          session.close();
          expect([shown, again]).toEqual([settings, settings]);
          return events.map(({ type }) => type).join(' ');
        });
        ends.add(end);
        expect(failures).toEqual([]);
        // Captures are closed in the background; what is never closed ends the test when its time is over.
        while (descriptors() > before) await nextTurn();
        await expectWhole(settings);
        while (descriptors() > before) await nextTurn();
      }
      expect([...ends]).toEqual(
        expect.arrayContaining(['EMFILE', 'entered returned refused', 'entered returned exited reset']),
      );
    } finally {
      limitDescriptors(unlimited);
    }
  },
);
