import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { nonBlocking } from '#server/kernel/system/open-socket.ts';
import { type Platform, platformOf } from '#server/kernel/system/platform.ts';
import { Poller, type Watch } from '#server/kernel/system/poller.ts';

function thisPlatform(): Platform {
  const platform = platformOf(process.platform);
  if (platform === null) throw new Error('There is no table for this platform.');
  return platform;
}

const system = thisPlatform();
const readable = system.constants.POLLIN ?? 0;
/** A `poll` without a wake-up ends after a second; this is well before. */
const promptlyMs = 600;

function pipe(): { reader: number; writer: number } {
  const pair = new Int32Array(2);
  libc.pipe(pair);
  return { reader: pair[0] ?? -1, writer: pair[1] ?? -1 };
}

async function withPoller(work: (poller: Poller) => Promise<void>): Promise<void> {
  const poller = new Poller(system);
  try {
    await work(poller);
  } finally {
    await poller.close();
  }
}

/** Watches one descriptor. */
function watch(poller: Poller, hostFd: number, work: () => void, events = readable): Watch {
  return poller.watch([{ hostFd, events }], guard(wholeProcess, work));
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** The time until a watch is called. */
function reported(poller: Poller, fd: number): Promise<number> {
  const began = performance.now();
  return new Promise((resolve) => {
    watch(poller, fd, () => {
      resolve(performance.now() - began);
    });
  });
}

describe('Poller', () => {
  it('calls a watch that comes while it polls for others', () =>
    withPoller(async (poller) => {
      const [silent, loud] = [pipe(), pipe()];
      watch(poller, silent.reader, () => {
        throw new Error('Nothing was written.');
      });
      await turn();
      libc.write(loud.writer, Buffer.from('x'), 1);
      expect(await reported(poller, loud.reader)).toBeLessThan(promptlyMs);
      expect(poller.size).toBe(1);
      for (const fd of [silent.reader, silent.writer, loud.reader, loud.writer]) libc.close(fd);
    }));

  it('asks for a descriptor once, however many wait for it', () =>
    withPoller(async (poller) => {
      const { reader, writer } = pipe();
      // More entries than `poll` takes: it counts them against the files that the process may have.
      const limit = Number(/open files +(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? 0);
      let count = 0;
      for (let index = 0; index <= limit; index++) {
        watch(poller, reader, () => {
          count += 1;
        });
      }
      await turn();
      libc.write(writer, Buffer.from('x'), 1);
      await expect.poll(() => poller.size).toBe(0);
      expect(count).toBe(limit + 1);
      for (const fd of [reader, writer]) libc.close(fd);
    }));

  it('lets go of a descriptor that is cancelled, so that closing it takes effect', () =>
    withPoller(async (poller) => {
      const { reader, writer } = pipe();
      nonBlocking(system, reader);
      // Without events, only the end of the reader would be reported.
      const idle = watch(poller, writer, () => undefined, 0);
      await turn();
      const began = performance.now();
      poller.cancel(idle);
      libc.close(writer);
      // The stream ends with the last descriptor of the writer.
      while (libc.read(reader, Buffer.alloc(1), 1) !== 0) {
        await turn();
        if (performance.now() - began > 5_000) break;
      }
      expect(performance.now() - began).toBeLessThan(promptlyMs);
      libc.close(reader);
    }));

  it('calls a watch once, and one that is cancelled by another never', () =>
    withPoller(async (poller) => {
      const { reader, writer } = pipe();
      libc.write(writer, Buffer.from('x'), 1);
      let count = 0;
      const second = { current: null as ReturnType<Poller['watch']> | null };
      watch(poller, reader, () => {
        count += 1;
        if (second.current !== null) poller.cancel(second.current);
      });
      second.current = watch(poller, reader, () => {
        count += 1;
      });
      await expect.poll(() => poller.size).toBe(0);
      expect(count).toBe(1);
      for (const fd of [reader, writer]) libc.close(fd);
    }));
});
