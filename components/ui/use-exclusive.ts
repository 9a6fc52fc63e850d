'use client';

import { useState } from 'react';

/** Lets at most one action run at a time. However an action ends, also by an error, the next one may begin. */
export class Exclusive {
  #current: Promise<unknown> | null = null;

  /** Whether an action is under way. */
  get isRunning(): boolean {
    return this.#current !== null;
  }

  /** Runs the action, unless one is under way: then `false`, at once. Rejects with what the action rejects with. */
  async run(action: () => Promise<unknown>): Promise<boolean> {
    if (this.#current !== null) return false;
    this.#current = action();
    try {
      await this.#current;
    } finally {
      this.#current = null;
    }
    return true;
  }
}

/**
 * An `Exclusive` for a component's actions, such as those that write to the log. Nothing is rendered again when an action ends.
 *
 * @example
 * const writing = useExclusive();
 * const save = () => void writing.run(() => store.append(entries, now));
 */
export function useExclusive(): Exclusive {
  const [exclusive] = useState(() => new Exclusive());
  return exclusive;
}
