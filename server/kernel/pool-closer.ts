import { closeInPool } from '#server/kernel/system/libc.ts';

/**
 * Closes descriptors that the kernel takes long to close, one at a time in a thread of libuv's pool, so that neither the
 * event loop nor the file system has to wait for them.
 */
export class PoolCloser {
  readonly #queue: { realFd: number; done: () => void }[] = [];
  #isClosing = false;
  readonly #whenIdle: (() => void)[] = [];

  close(realFd: number, done: () => void = () => {}): void {
    this.#queue.push({ realFd, done });
    if (!this.#isClosing) this.#next();
  }

  /** Resolves when nothing is left to close. */
  idle(): Promise<void> {
    if (!this.#isClosing) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #next(): void {
    const next = this.#queue.shift();
    this.#isClosing = next !== undefined;
    if (next === undefined) {
      for (const resolve of this.#whenIdle.splice(0)) resolve();
      return;
    }
    closeInPool(next.realFd, () => {
      next.done();
      this.#next();
    });
  }
}
