import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { expect, it, vi } from 'vitest';
import type { Network } from '#lib/lab/protocol/messages.ts';
import {
  at,
  bytes,
  constant,
  kernel,
  noPrivateNetwork,
  TestLab,
  withLab,
} from '#test/server/kernel-session.ts';
import { inject, shortages, stopInjecting } from '#test/server/shortages.ts';

vi.mock('#server/kernel/system/c-library.ts', async (original) => {
  const { shortLibrary } = await import('#test/server/shortages.ts');
  return shortLibrary(await original());
});
vi.mock('node:fs', async (original) => {
  const { shortFiles } = await import('#test/server/shortages.ts');
  return shortFiles(await original());
});

const port = 65_000;
const lowPort = 80;

/** A life of a session as root, in which whatever a call answers, the next one is made. `null`: it could not be opened. */
async function live(): Promise<TestLab | null> {
  let lab: TestLab;
  try {
    lab = new TestLab({ asRoot: true, bug: () => false });
  } catch (error) {
    expect(String(error)).toMatch(/^Error: The kernel gave no network: /);
    return null;
  }
  const ended = (id: number, ends: readonly string[]) =>
    lab.until(
      () =>
        lab.failures.length > 0 ||
        lab.events.some((event) => 'id' in event && event.id === id && ends.includes(event.type)),
    );
  const toItsEnd = (id: number) => ended(id, ['returned', 'refused', 'exited']);
  const call = async (...args: Parameters<TestLab['start']>) => {
    const id = lab.start(...args);
    await ended(id, ['returned', 'refused', 'blocked']);
    return id;
  };
  const isFine = (id: number) => lab.of('returned').some((event) => event.id === id && event.result.ok);
  try {
    await call('server', 'socket', null);
    await call('server', 'setsockopt', 3, constant('SOL_SOCKET'), constant('SO_REUSEADDR'), 1);
    await call('server', 'bind', 3, at(port));
    await call('server', 'listen', 3);
    const accepting = await call('server', 'accept', 3);
    await call('client', 'socket', null);
    if (isFine(await call('client', 'connect', 3, at(port)))) await toItsEnd(accepting);
    if (isFine(accepting)) {
      const receiving = await call('server', 'recv', 4, 100);
      if (isFine(await call('client', 'send', 3, bytes('hello')))) await toItsEnd(receiving);
      const next = lab.drop('server', 4, 'in', { kind: 'next', segments: 1 });
      await ended(next, ['dropping', 'refused']);
      await call('client', 'sendall', 3, bytes('lost'));
    }
    await call('other', 'getaddrinfo', null, 'localhost', lowPort);
    await call('other', 'socket', null);
    await call('other', 'bind', 3, at(lowPort));
    await call('other', 'close', 3);
    await call('other', 'socket', null, constant('AF_INET'), constant('SOCK_DGRAM'));
    await call('other', 'sendto', 3, bytes('away'), at(port));
    await ended(lab.reset(), ['reset', 'refused']);
    await call('server', 'socket', null);
  } finally {
    lab.session.close();
  }
  return lab;
}

const descriptors = () => readdirSync('/proc/self/fd').length;
const network = () => readlinkSync('/proc/thread-self/ns/net');
const privileges = () => /^CapEff:.*/m.exec(readFileSync('/proc/thread-self/status', 'latin1'))?.[0];
const own = { network: network(), privileges: privileges() };

/** Captures are closed in the background; what is never closed ends the test when its time is over. */
async function untilClosed(before: number): Promise<void> {
  while (kernel.counts().closingCaptures > 0 || descriptors() > before)
    await new Promise((resolve) => setTimeout(resolve, 1));
}

/** A new session works, and what it leaves is as it was. */
async function expectUsual(usual: Network): Promise<void> {
  await withLab(async (lab) => {
    expect(lab.session.network).toEqual(usual);
    await lab.connection();
    await lab.socket('student');
    expect(await lab.raised('student', 'bind', 3, at(lowPort))).toMatch(/^PermissionError/);
  });
  expect({ network: network(), privileges: privileges() }).toEqual(own);
}

/** Of the system calls every third one, another for each shortage; all of them with `SHORTAGES=all`. */
const step = process.env['SHORTAGES'] === 'all' ? 1 : 3;

it.skipIf(noPrivateNetwork !== null).each(shortages)(
  '%s of whichever system call costs no more than the call that meets it, or the session that is being opened',
  async (shortage) => {
    const usual = withLab(({ session }) => session.network);
    await live();
    while (kernel.counts().closingCaptures > 0) await untilClosed(Infinity);
    const before = descriptors();
    for (let n = shortages.indexOf(shortage) % step; ; n += step) {
      inject(shortage, n);
      const lab = await live();
      const isMet = stopInjecting();
      expect(lab?.failures ?? [], `system call ${n}`).toEqual([]);
      await untilClosed(before);
      // A session costs the kernel 15 ms, most of them for its capture.
      if (n % 4 === 0 || !isMet) await expectUsual(usual);
      await untilClosed(before);
      if (!isMet) break;
    }
  },
);
