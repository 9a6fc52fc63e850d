import { guard, type Guarded, wholeProcess } from '#lib/failures/guard.ts';
import * as libc from '#server/kernel/system/libc.ts';
import { nonBlocking } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** One descriptor to wait for, as in `struct pollfd`; `events` in the platform's numbers. */
export interface PollEntry {
  readonly hostFd: number;
  readonly events: number;
}

/** `struct pollfd`: an int and two shorts. */
const pollEntryBytes = 8;

/** Writes an entry of `poll`'s array. */
function writePollEntry(array: Buffer, index: number, { hostFd, events }: PollEntry): void {
  const at = index * pollEntryBytes;
  array.writeInt32LE(hostFd, at);
  // Python's events are unsigned, the structure's field is a short.
  array.writeUInt16LE(events & 0xffff, at + 4);
  array.writeUInt16LE(0, at + 6);
}

/** What happened at an entry. */
function readPollEntry(array: Buffer, index: number): number {
  return array.readUInt16LE(index * pollEntryBytes + 6);
}

/** What has happened at each descriptor by now: 0, or events. `-errno` where the kernel does not say. */
export function pollDescriptors(entries: readonly PollEntry[]): number[] | number {
  const array = Buffer.alloc(entries.length * pollEntryBytes);
  for (const [index, entry] of entries.entries()) writePollEntry(array, index, entry);
  const result = libc.poll(array, entries.length, 0);
  if (result < 0 && result !== -libc.errnoOf('EINTR')) return result;
  return entries.map((_, index) => readPollEntry(array, index));
}

/** A wait for descriptors. */
export interface Watch {
  readonly entries: readonly PollEntry[];
  readonly ready: Guarded;
}

/** What may be otherwise a little later. */
const shortages: ReadonlySet<number> = new Set(['ENOMEM', 'EAGAIN'].map((code) => -libc.errnoOf(code)));
const shortageMs = 20;

/** The longest `poll`; a lost wake-up costs no more than this, at the end of the process too. */
const longestPollMs = 1_000;

/**
 * Calls when descriptors are ready: one `poll()` in one thread of libuv's pool, however many wait. A pipe wakes it when
 * the list changes. Without a watch there is no `poll` at all.
 *
 * A watch is called once and then dropped. A descriptor that is being watched must be given up (`cancel`) before it is
 * closed: the kernel keeps a file alive for as long as a `poll` looks at it (`whenReleased`).
 *
 * A bug in a callback ends what the callback belongs to. A bug here, or a `poll` that the kernel refuses, ends the process;
 * one for which the kernel has no memory is made again a little later.
 */
export class Poller {
  readonly #watches = new Set<Watch>();
  readonly #wakeReader: number;
  readonly #wakeWriter: number;
  readonly #readable: number;
  /** The watches that the `poll` under way looks at, with their places in its array; `null`: none is under way. */
  #polled: ReadonlyMap<Watch, readonly number[]> | null = null;
  /** Does the `poll` under way look at descriptors that were given up? */
  #isHolding = false;
  readonly #whenReleased: Guarded[] = [];
  #array = Buffer.alloc(64 * pollEntryBytes);
  #isWoken = false;
  #isScheduled = false;
  #whenIdle: (() => void) | null = null;

  constructor(platform: Platform) {
    this.#readable = platform.constants.POLLIN ?? 0;
    const pair = new Int32Array(2);
    const result = libc.pipe(pair);
    if (result < 0) throw new Error(`No pipe for the waiting thread: ${libc.errorText(-result)}.`);
    this.#wakeReader = nonBlocking(platform, pair[0] ?? -1);
    this.#wakeWriter = nonBlocking(platform, pair[1] ?? -1);
    if (this.#wakeReader < 0 || this.#wakeWriter < 0)
      throw new Error('The pipe cannot be made non-blocking.');
  }

  get size(): number {
    return this.#watches.size;
  }

  watch(entries: readonly PollEntry[], ready: Guarded): Watch {
    const watch = { entries, ready };
    this.#watches.add(watch);
    this.#change();
    return watch;
  }

  cancel(watch: Watch): void {
    if (!this.#watches.delete(watch)) return;
    this.#isHolding ||= this.#polled?.has(watch) ?? false;
    this.#change();
  }

  /**
   * Has everything that was given up been let go of? Until then the kernel keeps a descriptor alive that was closed: its
   * port is taken, its peer does not learn of it, and the waiting thread would do the work of closing it.
   */
  get isReleased(): boolean {
    return !this.#isHolding;
  }

  /** Runs `work` once everything that was given up by now has been let go of, at once if it has. */
  whenReleased(work: Guarded): void {
    if (this.#isHolding) this.#whenReleased.push(work);
    else work();
  }

  /** Ends the thread; afterwards no watch is called. */
  async close(): Promise<void> {
    this.#watches.clear();
    if (this.#polled !== null) {
      this.#wake();
      await new Promise<void>((resolve) => (this.#whenIdle = resolve));
    }
    libc.close(this.#wakeReader);
    libc.close(this.#wakeWriter);
  }

  /** The list is different: what is under way has to look again. */
  #change(): void {
    if (this.#polled !== null) this.#wake();
    else this.#schedule();
  }

  #wake(): void {
    if (this.#isWoken) return;
    this.#isWoken = libc.write(this.#wakeWriter, wakeByte, 1) === 1;
  }

  /** Changes of one turn of the event loop make one `poll`. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(this.#begin);
  }

  readonly #begin = guard(wholeProcess, () => {
    this.#isScheduled = false;
    if (this.#polled === null && this.#watches.size > 0) this.#poll();
  });

  #poll(): void {
    const polled = new Map<Watch, readonly number[]>();
    // However many wait for a descriptor, it is asked for once: `poll` takes no more entries than a process may have files.
    const merged = new Map<number, { index: number; events: number }>();
    const indexOf = ({ hostFd, events }: PollEntry): number => {
      const entry = merged.get(hostFd) ?? { index: merged.size + 1, events: 0 };
      entry.events |= events;
      merged.set(hostFd, entry);
      return entry.index;
    };
    for (const watch of this.#watches) polled.set(watch, watch.entries.map(indexOf));
    const count = merged.size + 1;
    if (this.#array.length < count * pollEntryBytes) this.#array = Buffer.alloc(2 * count * pollEntryBytes);
    writePollEntry(this.#array, 0, { hostFd: this.#wakeReader, events: this.#readable });
    for (const [hostFd, { index, events }] of merged) {
      writePollEntry(this.#array, index, { hostFd, events });
    }
    this.#polled = polled;
    libc.pollInPool(this.#finish, this.#array, count, longestPollMs);
  }

  readonly #finish = guard(wholeProcess, (result: number) => {
    const polled = this.#polled ?? new Map<Watch, readonly number[]>();
    this.#polled = null;
    // What was not read the last time wakes it again.
    if (this.#isWoken || (result > 0 && readPollEntry(this.#array, 0) !== 0)) {
      this.#isWoken = false;
      libc.read(this.#wakeReader, drain, drain.length);
    }
    this.#release();
    if (this.#whenIdle !== null) {
      this.#whenIdle();
      return;
    }
    if (shortages.has(result)) {
      this.#isScheduled = true;
      setTimeout(this.#begin, shortageMs).unref();
      return;
    }
    if (result < 0 && result !== -libc.errnoOf('EINTR')) {
      throw new Error(`poll: ${libc.errorText(-result)}`);
    }
    const isReady = (watch: Watch, indexes: readonly number[]): boolean =>
      indexes.some((index, i) => {
        const asked = (watch.entries[i]?.events ?? 0) | alwaysReported;
        return (readPollEntry(this.#array, index) & asked) !== 0;
      });
    const ready = [...polled].filter(([watch, indexes]) => result > 0 && isReady(watch, indexes));
    for (const [watch] of ready) {
      // One that is called may cancel another.
      if (this.#watches.delete(watch)) watch.ready();
    }
    if (this.#watches.size > 0) this.#schedule();
  });

  #release(): void {
    this.#isHolding = false;
    for (const work of this.#whenReleased.splice(0)) work();
  }
}

/** `POLLERR`, `POLLHUP` and `POLLNVAL` are always reported; the numbers are the same everywhere. */
const alwaysReported = 0x08 | 0x10 | 0x20;
const wakeByte = Buffer.from([1]);
const drain = Buffer.alloc(64);
