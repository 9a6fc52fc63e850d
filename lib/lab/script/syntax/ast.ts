import type { Range } from '#lib/diagnostics/finding.ts';
import type { CallName, Loss, SocketRecord, TcpFlag } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';

/** What a `state` line can ask of a socket besides its state; `null`: the kernel does not say. */
export const tcpInfoFields = {
  unread: ({ unreadBytes }) => unreadBytes,
  unacknowledged: ({ unacknowledgedBytes }) => unacknowledgedBytes,
  retransmissions: (record) => record.tcpInfo?.retransmissions ?? null,
  timeouts: (record) => record.tcpInfo?.timeouts ?? null,
  rto: (record) => record.tcpInfo?.rtoMs ?? null,
  'congestion-window': (record) => record.tcpInfo?.congestionWindow ?? null,
  'peer-window': (record) => record.tcpInfo?.peerWindow ?? null,
  mss: (record) => record.tcpInfo?.mss ?? null,
  sent: (record) => record.tcpInfo?.bytesSent ?? null,
  acknowledged: (record) => record.tcpInfo?.bytesAcknowledged ?? null,
  received: (record) => record.tcpInfo?.bytesReceived ?? null,
  'out-of-order': (record) => record.tcpInfo?.outOfOrder ?? null,
} as const satisfies Record<string, (record: SocketRecord) => number | null>;

type TcpInfoField = keyof typeof tcpInfoFields;
export const tcpInfoFieldNames = Object.keys(tcpInfoFields) as TcpInfoField[];

/*
 * What a lab script says. Every node has its place in the file that the script was read from, as offsets, so that a
 * page, a command and a test can point at it.
 */

export interface NameNode extends Range {
  readonly kind: 'name';
  /** `server` in `server.addr`; `null` when only the variable is named. */
  readonly program: string | null;
  readonly name: string;
}

/** Between str and bytes, as UTF-8. */
export type Recoding = 'encode' | 'decode';

export type Expression = Range &
  (
    | { readonly kind: 'value'; readonly value: PythonValue }
    | NameNode
    /** `conn[0]` */
    | { readonly kind: 'index'; readonly of: Expression; readonly index: number }
    /** `data.decode()` */
    | { readonly kind: 'recode'; readonly of: Expression; readonly method: Recoding }
    /** `b'x' * n` */
    | { readonly kind: 'product'; readonly left: Expression; readonly right: Expression }
    /** `_`: whatever there is. */
    | { readonly kind: 'anything' }
    | { readonly kind: 'tuple' | 'list'; readonly items: readonly Expression[] }
  );

/** Who does something: `server`, or its second thread, `server/2`. */
export interface ThreadNode extends Range {
  readonly program: string;
  readonly thread: number;
}

/** Where a value goes; `_` is thrown away. */
export interface TargetNode extends Range {
  readonly name: string;
}

export interface CallNode extends Range {
  /** `value`: the line is its only argument, and no call at all. */
  readonly name: Exclude<CallName, 'attribute'>;
  /** The object whose method it is; `null` for a function. */
  readonly receiver: Expression | null;
  readonly args: readonly Expression[];
}

export type Expectation = Range &
  (
    | { readonly kind: 'returns'; readonly value: Expression; readonly withinMs: number | null }
    /** A class of Python's exceptions, or the name of an errno. */
    | { readonly kind: 'raises'; readonly exception: string; readonly withinMs: number | null }
    | { readonly kind: 'blocks' }
  );

/** A socket: the one that a variable names, or the other end of a connection. */
export interface SocketReference extends Range {
  readonly isPeer: boolean;
  readonly variable: NameNode;
}

export type Relation = '=' | '>=' | '<=' | '>' | '<';
export interface Comparison extends Range {
  readonly relation: Relation;
  readonly number: number;
}

export interface TcpInfoNode extends Range {
  readonly field: TcpInfoField;
  readonly comparison: Comparison;
}

export interface QueueNode extends Range {
  readonly waiting: Comparison;
  readonly backlog: number | null;
}

/** Whatever sends from a port, also where nothing listens on it. */
export interface PortNode extends Range {
  readonly port: number;
}

export interface SegmentNode extends Range {
  /** A name is a program where one so called has made a call; otherwise a socket. */
  readonly sender: SocketReference | PortNode;
  readonly flags: readonly TcpFlag[];
  readonly payloadBytes: Comparison | null;
  readonly isLost: boolean;
  readonly isAgain: boolean;
}

export interface CallStep extends Range {
  readonly kind: 'call';
  readonly who: ThreadNode;
  readonly targets: readonly TargetNode[];
  readonly call: CallNode;
  /** What the line below says of it; `null`: it must succeed. */
  readonly expectation: Expectation | null;
}

export type Step =
  | CallStep
  /** What becomes of the call in which a thread was blocked. */
  | (Range & { readonly kind: 'outcome'; readonly who: ThreadNode; readonly expectation: Expectation })
  | (Range & {
      readonly kind: 'state';
      readonly socket: SocketReference;
      readonly state: TcpState;
      readonly queue: QueueNode | null;
      readonly tcpInfo: readonly TcpInfoNode[];
      readonly withinMs: number | null;
    })
  /** An empty list: no segment at all. */
  | (Range & {
      readonly kind: 'segments';
      readonly segments: readonly SegmentNode[];
      readonly withinMs: number | null;
    })
  | (Range & { readonly kind: 'interrupt'; readonly who: ThreadNode })
  | (Range & { readonly kind: 'exit'; readonly program: string; readonly name: Range })
  | (Range & {
      readonly kind: 'lose';
      readonly loss: Loss;
      readonly direction: 'in' | 'out';
      readonly socket: NameNode;
    })
  | (Range & { readonly kind: 'wait'; readonly ms: number })
  | (Range & { readonly kind: 'reset' });

/** One fence, and those that go on with it. */
export interface LabScript {
  /** 1-based line of the file on which its first fence begins. */
  readonly line: number;
  /** Its programs may bind ports below 1024. */
  readonly asRoot: boolean;
  readonly steps: readonly Step[];
  /** Whether it has errors, and so cannot be run. */
  readonly isBroken: boolean;
}

/** Where a fence stands, and which steps of its script are in it: from `from` up to, not including, `to`. */
export interface ScriptFence {
  /** 1-based. */
  readonly line: number;
  readonly from: number;
  readonly to: number;
}

/** A script with the fences that it was read from, in their order. */
export interface FencedScript extends LabScript {
  readonly fences: readonly ScriptFence[];
}

/** `server`, or `server/2`. */
export function threadName({ program, thread }: Pick<ThreadNode, 'program' | 'thread'>): string {
  return thread === 1 ? program : `${program}/${String(thread)}`;
}
