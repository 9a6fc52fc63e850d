import type { waits } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Program } from '#server/kernel/calls/program.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import type { HostNames } from '#server/kernel/system/host-names.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import type { PollEntry } from '#server/kernel/system/poller.ts';

/** A call that cannot go on yet. */
export interface Wait {
  readonly waitsFor: (typeof waits)[number];
  /** The program's number of the descriptor; `null` when there are several. */
  readonly virtualFd: number | null;
  readonly entries: readonly PollEntry[];
  /** How long at most, in ms; `null`: forever. */
  readonly timeoutMs: number | null;
  /** So often it is tried again, for what `poll` does not report. */
  readonly retryMs?: number;
}

export type Outcome = { readonly value: PythonValue } | { readonly wait: Wait };

/**
 * A call whose arguments were found good. `attempt` makes the system call without ever blocking, and is made again when
 * what it waits for has come; a Python exception is thrown as a `Raise`.
 */
export interface PreparedCall {
  attempt(): Outcome;
  /** What the call gives when its time runs out; without it, Python's `TimeoutError: timed out`. */
  timedOut?(): PythonValue;
  /** Called once, when the call has begun to wait and holds its sockets. */
  blocked?(): void;
  /** Sockets that stay open while the call waits. */
  readonly sockets: readonly OpenSocket[];
}

/** What a call needs. */
export interface CallDeps {
  readonly platform: Platform;
  readonly program: Program;
  /** Of the program's host. */
  readonly network: SessionNetwork;
  /** May ports below 1024 be bound? */
  readonly asRoot: boolean;
  readonly hosts: HostNames;
  readonly limits: { readonly recvBytes: number; readonly sendBytes: number };
  /** Throws a `Refusal` when the programs of the session may have no more descriptors. */
  checkRoomForDescriptor(): void;
  /**
   * Counts a socket that a call is about to make. Throws a `Refusal` when the session may have no more, those included
   * that have no descriptor.
   */
  takeRoomForSocket(): void;
  /** How many bytes more the session's sockets may hold; 0 or less: none. */
  roomForBytes(): number;
  /** How many bytes may be handed to the kernel at once, so that losses can be counted; `null`: all. */
  sendStep(socket: OpenSocket): number | null;
  /** Called when the kernel took so many bytes. Do losses still have to be counted? */
  sent(bytes: number): boolean;
}
