import type { PollEntry } from '#server/kernel/calls/attempt.ts';
import { nonBlocking } from '#server/kernel/open-socket.ts';
import { pollEntryBytes, readPollEntry, writePollEntry } from '#server/kernel/poll-descriptors.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** Somebody who waits for descriptors. */
export interface Watch {
  readonly entries: readonly PollEntry[];
  readonly ready: () => void;
}

/** The longest `poll`; a wake-up that got lost costs no more than this, at the end of the process too. */
const longestPollMs = 1_000;

/**
 * Tells when descriptors are ready: one `poll()` in one thread of libuv's pool, however many wait. A pipe wakes it when
 * the list changes. With nobody waiting there is no `poll` at all.
 *
 * A watch is told once and then forgotten. A descriptor that is being watched must be given up (`cancel`) before it is
 * closed: the kernel keeps a file alive for as long as a `poll` looks at it.
 */
export class Readiness {
  readonly #watches = new Set<Watch>();
  readonly #wakeReader: number;
  readonly #wakeWriter: number;
  readonly #readable: number;
  /** The watches that the `poll` under way looks at, in the order of its array; `null`: none is under way. */
  #polled: readonly Watch[] | null = null;
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
  }

  get size(): number {
    return this.#watches.size;
  }

  watch(entries: readonly PollEntry[], ready: () => void): Watch {
    const watch = { entries, ready };
    this.#watches.add(watch);
    this.#change();
    return watch;
  }

  cancel(watch: Watch): void {
    if (this.#watches.delete(watch)) this.#change();
  }

  /** Ends the thread; afterwards nobody is told anything. */
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
    this.#isWoken = true;
    libc.write(this.#wakeWriter, wakeByte, 1);
  }

  /** Changes of one turn of the event loop make one `poll`. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      if (this.#polled === null && this.#watches.size > 0) this.#poll();
    });
  }

  #poll(): void {
    const watches = [...this.#watches];
    const count = watches.reduce((sum, { entries }) => sum + entries.length, 1);
    if (this.#array.length < count * pollEntryBytes) this.#array = Buffer.alloc(2 * count * pollEntryBytes);
    writePollEntry(this.#array, 0, { realFd: this.#wakeReader, events: this.#readable });
    let index = 1;
    for (const { entries } of watches) {
      for (const entry of entries) writePollEntry(this.#array, index++, entry);
    }
    this.#polled = watches;
    libc.pollInPool(this.#array, count, longestPollMs, () => {
      this.#finish();
    });
  }

  #finish(): void {
    const watches = this.#polled ?? [];
    this.#polled = null;
    if (this.#isWoken) {
      this.#isWoken = false;
      libc.read(this.#wakeReader, drain, drain.length);
    }
    if (this.#whenIdle !== null) {
      this.#whenIdle();
      return;
    }
    const ready: Watch[] = [];
    let index = 1;
    for (const watch of watches) {
      const isReady = watch.entries.some((_, i) => readPollEntry(this.#array, index + i) !== 0);
      index += watch.entries.length;
      if (isReady) ready.push(watch);
    }
    for (const watch of ready) {
      // One that is told may make another give up.
      if (this.#watches.delete(watch)) watch.ready();
    }
    if (this.#watches.size > 0) this.#schedule();
  }
}

const wakeByte = Buffer.from([1]);
const drain = Buffer.alloc(64);
