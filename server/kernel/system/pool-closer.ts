import { guard, wholeProcess } from '#lib/failures/guard.ts';
import { closeInPool } from '#server/kernel/system/libc.ts';

/** At the end of the process nothing waits for the file system, so more threads may close at once. */
const atOnceInTheEnd = 12;

/**
 * Closes descriptors that the kernel takes long to close, in threads of libuv's pool, so that the event loop does not
 * wait; and only so many at once that the file system does not wait either.
 */
export class PoolCloser {
  readonly #queue: { hostFd: number; done: () => void }[] = [];
  readonly #whenIdle: (() => void)[] = [];
  #atOnce: number;
  #closing = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  close(hostFd: number, done: () => void = () => {}): void {
    this.#queue.push({ hostFd, done });
    this.#next();
  }

  /** Descriptors that are not closed yet. */
  get count(): number {
    return this.#queue.length + this.#closing;
  }

  /** Closes all that is left as fast as it can be; resolves when it is done. */
  finish(): Promise<void> {
    this.#atOnce = Math.max(this.#atOnce, atOnceInTheEnd);
    this.#next();
    if (this.#closing === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #next(): void {
    while (this.#closing < this.#atOnce) {
      const next = this.#queue.shift();
      if (next === undefined) break;
      this.#closing += 1;
      const closed = guard(wholeProcess, () => {
        this.#closing -= 1;
        next.done();
        this.#next();
      });
      closeInPool(closed, next.hostFd);
    }
    if (this.#closing === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
