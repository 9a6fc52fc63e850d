/** What a bug ends: a session, or a connection that has none yet. */
export interface FaultBoundary {
  /** Called with what was thrown. Must not throw; may be called again for work that was under way. */
  fail(error: unknown): void;
}

/**
 * Work that the event loop starts (a message, a timer, a wake-up of the poller, a callback of the thread pool). Whatever
 * it throws ends the boundary that it belongs to, and neither the process nor anybody else's session.
 */
export function guard<Args extends readonly unknown[]>(
  boundary: FaultBoundary,
  work: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch (error) {
      boundary.fail(error);
    }
  };
}

/** `guard` for one boundary, to hand to what works for it. */
export type Guard = <Args extends readonly unknown[]>(
  work: (...args: Args) => void,
) => (...args: Args) => void;
