/** What a bug ends: a session, or a connection that has none yet. */
export interface FaultBoundary {
  /** Called with what was thrown. Must not throw; may be called again for work that was under way. */
  fail(error: unknown): void;
}

/** Of the process itself: what belongs to no session, connection or request. A bug is thrown on, and ends the process. */
export const wholeProcess: FaultBoundary = {
  fail(error) {
    throw error;
  },
};

declare const guarded: unique symbol;
/** Work that `guard` made. In the server the event loop starts no other: `scripts/project/guarded-entries.mjs` checks it. */
export type Guarded<Args extends readonly unknown[] = []> = ((...args: Args) => void) & {
  readonly [guarded]: true;
};

/**
 * Work that the event loop starts (a message, a timer, a wake-up of the poller, a callback of the thread pool). Whatever
 * it throws ends the boundary that it belongs to, and neither the process nor anybody else's session.
 */
export function guard<Args extends readonly unknown[]>(
  boundary: FaultBoundary,
  work: (...args: Args) => void,
): Guarded<Args> {
  const contained = (...args: Args): void => {
    try {
      work(...args);
    } catch (error) {
      boundary.fail(error);
    }
  };
  // The mark is one of types alone.
  return contained as Guarded<Args>;
}

/** `guard` for one boundary, to hand to what works for it. */
export type Guard = <Args extends readonly unknown[]>(work: (...args: Args) => void) => Guarded<Args>;
