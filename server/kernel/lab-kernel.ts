import type { Limits, Network, SessionMessage, TimedEvent } from '#lib/lab/protocol/messages.ts';

export interface SessionOptions {
  /** Ports below 1024 may be bound. */
  readonly asRoot: boolean;
  readonly limits: Limits;
  /** Called in order, also while `handle` runs; must not throw. */
  readonly emit: (event: TimedEvent) => void;
}

/** One lab: programs, their sockets, and the network they are in. */
export interface LabSession {
  readonly network: Network;
  /** µs since the session began, the clock of `at`. */
  now(): number;
  /** Carries out a message; what comes of it is emitted at once or later. */
  handle(message: SessionMessage): void;
  /** Drops what was handed over and not begun yet: it is never carried out. */
  dropWaiting(): void;
  /** Stands still: emits nothing and makes no system call until `resume`; the kernel's own work goes on. */
  pause(): void;
  resume(): void;
  /** Ends every program and gives the network back. Nothing is emitted afterwards. */
  close(): void;
}

/** One for a process. */
export interface LabKernel {
  /** `null` and a sentence when the kernel gives no network now. */
  openSession(options: SessionOptions): { ok: true; session: LabSession } | { ok: false; reason: string };
  /** `closingCaptures`: what sessions, and networks before a reset, left behind and the kernel has not taken back yet. */
  counts(): { sessions: number; sockets: number; waitingCalls: number; closingCaptures: number };
  /** Closes every session and lets go of the waiting thread; afterwards the process can exit at once. */
  close(): Promise<void>;
}
