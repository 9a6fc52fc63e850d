import type { Network, SessionMessage, TimedEvent } from '#lib/lab/protocol/messages.ts';

/** The door to a session of the lab, whether it runs in the same process or behind the bridge. */
export interface ScriptPort {
  /** As it was when the session was opened. */
  readonly network: Network;
  send(message: SessionMessage): void;
  /** The listener is called for everything that happens from now on, in its order. */
  subscribe(listener: (event: TimedEvent) => void): () => void;
  /** Comes back after `ms`, or at once when the signal is aborted; never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}
