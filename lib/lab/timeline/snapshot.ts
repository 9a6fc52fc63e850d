import type {
  CallResult,
  LabCall,
  LabEvent,
  Limits,
  Loss,
  Network,
  SocketRecord,
} from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** How a call ended. Instants are µs since the log began. */
export type CallOutcome =
  | { readonly kind: 'returned'; readonly seq: number; readonly at: number; readonly result: CallResult }
  /** The lab did not carry it out. */
  | {
      readonly kind: 'refused';
      readonly seq: number;
      readonly at: number;
      readonly code: EventOf<'refused'>['code'];
      readonly message: string;
      readonly help: string;
    }
  /** Its program ended before it returned. */
  | { readonly kind: 'unfinished'; readonly seq: number; readonly at: number };

/** One call of a program: a line of Python, and what came of it. */
export interface CallLine {
  readonly kind: 'call';
  readonly id: number;
  readonly program: string;
  readonly thread: number;
  readonly call: LabCall;
  /** Variables that its value goes to; may be empty. */
  readonly targets: readonly string[];
  /** The line as Python has it, with the names that sockets had when it was called: `conn, addr = s.accept()`. */
  readonly text: string;
  readonly enteredSeq: number;
  readonly enteredAt: number;
  /** Since when it waits, or waited; `null`: it never had to. */
  readonly blocked: {
    readonly seq: number;
    readonly at: number;
    readonly waitsFor: EventOf<'blocked'>['waitsFor'];
    readonly fd: number | null;
  } | null;
  /** `null`: it is still on its way. */
  readonly outcome: CallOutcome | null;
}

/** The program ended, by `exit` or because the session did; what follows in its list is its next life. */
interface ExitLine {
  readonly kind: 'exit';
  readonly seq: number;
  readonly at: number;
}

/** An open descriptor of a program. */
export interface Descriptor {
  readonly fd: number;
  /** The variable that holds its socket; `null`: none does. */
  readonly name: string | null;
  /** What the kernel says of it; `null`: nothing yet, or nothing here. */
  readonly record: SocketRecord | null;
}

export interface ProgramSnapshot {
  readonly name: string;
  /** Whether it has made a call since it last ended. */
  readonly isRunning: boolean;
  /** Oldest first, since the last reset. */
  readonly lines: readonly (CallLine | ExitLine)[];
  /** Threads that have made a call in this life, ascending. */
  readonly threads: readonly number[];
  /** What its variables hold in this life; a socket that was closed is `{ socket: -1 }`. */
  readonly variables: ReadonlyMap<string, PythonValue>;
  /** Open ones, ascending. */
  readonly descriptors: readonly Descriptor[];
  /**
   * The kernel's socket behind each variable that holds one, by its id; `null`: the kernel has not shown it yet. It stays when
   * the socket is closed or the program ends, until the variable gets another value: what becomes of it can still be asked.
   */
  readonly socketIds: ReadonlyMap<string, string | null>;
}

/** A socket that the kernel has forgotten, as it was last shown. A list from the newest one backwards, which snapshots share. */
interface ForgottenSocket {
  readonly record: SocketRecord;
  readonly before: ForgottenSocket | null;
}

/** All that the log says up to one of its events. Never changes; a later snapshot shares most of its parts. */
export interface Snapshot {
  /** The last event that counts here; 0 before the first. */
  readonly seq: number;
  /** Its instant, µs since the log began. */
  readonly at: number;
  readonly network: Network | null;
  readonly limits: Limits | null;
  /** In the order of their first calls. */
  readonly programs: readonly ProgramSnapshot[];
  /** Every socket the kernel knows of, by id, those without a descriptor too (TIME-WAIT, waiting for `accept`). */
  readonly sockets: ReadonlyMap<string, SocketRecord>;
  /** Those it knew of, the newest first; `null`: none. */
  readonly forgotten: ForgottenSocket | null;
  /** Losses in force. */
  readonly losses: readonly {
    readonly program: string;
    readonly fd: number;
    readonly direction: 'in' | 'out';
    readonly loss: Loss;
    readonly lostSegments: number;
  }[];
  /** The last thing that the lab refused or noticed, apart from calls; `null` once a call has been made since. */
  readonly message: {
    readonly seq: number;
    readonly kind: 'refused' | 'notice';
    readonly code: string;
    readonly message: string;
    readonly help: string;
  } | null;
  /** Why the session is over; `null` while it goes on. */
  readonly closed: { readonly code: EventOf<'closed'>['code']; readonly message: string } | null;
}
