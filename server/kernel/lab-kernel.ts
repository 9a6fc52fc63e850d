import type { Result } from '#lib/failures/result.ts';
import type { Limits, Network, SessionRequest, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { Share, Turns } from '#server/kernel/turns.ts';

export interface SessionOptions {
  /** Ports below 1024 may be bound. */
  readonly asRoot: boolean;
  readonly limits: Limits;
  /** Called in order, also while `handle` runs. */
  readonly emit: (event: TimedEvent) => void;
  /** Called with what a bug of this session threw, outside of `handle` and the other methods. It has to close the session. */
  readonly fail: (error: unknown) => void;
}

/** One lab: programs, their sockets, and the hosts they run on. Methods throw where there is a bug. */
export interface LabSession {
  readonly network: Network;
  /** What goes on in this session by itself is done in these turns; a caller that makes it work should do so, too. */
  readonly share: Share;
  /** µs since the session began, the clock of `at`. */
  now(): number;
  /** Carries out a message; what comes of it is emitted at once or later. */
  handle(message: SessionRequest): void;
  /** Drops what was handed over and not begun yet: it is never carried out. */
  dropWaiting(): void;
  /** Emits nothing and makes no system call until `resume`; the kernel's own work goes on. */
  pause(): void;
  resume(): void;
  /** Ends every program and gives the hosts' networks back. Nothing is emitted afterwards. */
  close(): void;
}

/** One for a process. */
export interface LabKernel {
  /** Everybody who takes time of the process takes turns. */
  readonly turns: Turns;
  /** Fails with the errno of the system call when the kernel gives no network now. */
  openSession(options: SessionOptions): Result<LabSession>;
  /** `closingCaptures`: what sessions, and networks before a reset, left behind and the kernel has not taken back yet. */
  counts(): { sessions: number; sockets: number; waitingCalls: number; closingCaptures: number };
  /** Closes every session and lets go of the waiting thread; afterwards the process can exit at once. */
  close(): Promise<void>;
}
