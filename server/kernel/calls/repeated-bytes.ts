/** `b'…' * times`, made only as far as it is needed: a program may hold many megabytes while it waits. */
export class RepeatedBytes {
  readonly length: number;
  readonly #once: Buffer;

  constructor(once: Buffer, times: number) {
    this.#once = once;
    this.length = once.length * times;
  }

  /** At most `most` bytes from `start` on. */
  slice(start: number, most: number): Buffer {
    const length = Math.max(0, Math.min(most, this.length - start));
    const { length: period } = this.#once;
    if (length === 0) return Buffer.alloc(0);
    const phase = start % period;
    if (phase + length <= period) return this.#once.subarray(phase, phase + length);
    const turned = Buffer.concat([this.#once.subarray(phase), this.#once.subarray(0, phase)]);
    return Buffer.alloc(length, turned);
  }
}
