'use client';

import { useRef } from 'react';

interface Exclusive {
  /** Begins the action, unless one of them is under way. Whether it began. */
  run(action: () => Promise<unknown>): boolean;
  /** Whether an action is under way. Not for rendering: nothing is rendered again when it ends. */
  isRunning(): boolean;
}

/**
 * Lets at most one of a component's actions run at a time, such as those that write to the log. However an action ends, also
 * by an error, the next one may begin.
 *
 * @example
 * const writing = useExclusive();
 * const save = () => writing.run(async () => { await store.append(entries, now); });
 */
export function useExclusive(): Exclusive {
  const current = useRef<Promise<unknown> | null>(null);
  return {
    run(action) {
      if (current.current !== null) return false;
      current.current = action().finally(() => (current.current = null));
      return true;
    },
    isRunning: () => current.current !== null,
  };
}
