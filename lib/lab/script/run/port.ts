import type { Network, SessionRequest, TimedEvent } from '#lib/lab/protocol/messages.ts';

/** A session of the lab, whether it runs in the same process or behind the bridge. */
export interface ScriptPort {
  /** As it was when the session was opened. */
  readonly network: Network;
  /** An id that no other request of the session has. */
  nextId(): number;
  send(request: SessionRequest): void;
  /** The listener gets every event from now on, in order, also of requests that others made. */
  subscribe(listener: (event: TimedEvent) => void): () => void;
  /** Comes back after `ms`, or at once when the signal is aborted; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
