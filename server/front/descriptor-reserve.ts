import { closeSync, openSync } from 'node:fs';

/** Descriptors held back for what has to work also when connections have taken all the others. */
export class DescriptorReserve {
  readonly #size: number;
  readonly #held: number[] = [];

  constructor(size: number) {
    this.#size = size;
    this.#fill();
  }

  /** Does it with the reserve; nothing else runs meanwhile. Takes back afterwards what is left of it. */
  lend<Value>(work: () => Value): Value {
    this.close();
    try {
      return work();
    } finally {
      this.#fill();
    }
  }

  /** Gives the descriptors back. */
  close(): void {
    for (const fd of this.#held.splice(0)) closeSync(fd);
  }

  #fill(): void {
    try {
      while (this.#held.length < this.#size) this.#held.push(openSync('/dev/null', 'r'));
    } catch {
      // There are no more; the next loan tries again.
    }
  }
}
