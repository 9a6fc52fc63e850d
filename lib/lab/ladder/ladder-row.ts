import type { CallResult, LabEvent, Segment } from '#lib/lab/protocol.ts';
import type { TcpState } from '#lib/lab/tcp-state.ts';

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>;

/** Who a lifeline belongs to: a program's name, or `:65000` for a port that no program has. */
export type LaneId = string;

/** What a row of the ladder diagram shows. */
export type LadderMark =
  | {
      readonly kind: 'call';
      readonly lane: LaneId;
      readonly thread: number;
      readonly callId: number;
      /** `c.connect(('127.0.0.1', 65000))` */
      readonly text: string;
      /** `connect` */
      readonly name: string;
    }
  | {
      readonly kind: 'return';
      readonly lane: LaneId;
      readonly thread: number;
      readonly callId: number;
      readonly name: string;
      /** `null`: the program ended in the middle of it. */
      readonly result: CallResult | null;
    }
  | { readonly kind: 'segment'; readonly from: LaneId; readonly to: LaneId; readonly segment: Segment }
  | {
      readonly kind: 'state';
      readonly lane: LaneId;
      readonly socket: string;
      /** What the program calls it, `fd 3`, or `not accepted`. */
      readonly name: string;
      /** `null`: the kernel has forgotten it. */
      readonly state: TcpState | null;
      readonly before: TcpState | null;
    }
  | { readonly kind: 'exit'; readonly lane: LaneId }
  | {
      readonly kind: 'loss';
      readonly lane: LaneId;
      readonly name: string;
      readonly losing: EventOf<'losing'>;
    }
  /** Everything begins again (`reset`, a new session), or the connection was lost and came back. */
  | { readonly kind: 'break'; readonly reason: 'opened' | 'resumed' | 'reset' | 'closed' };

export interface LadderRow {
  /** The event that it shows. */
  readonly seq: number;
  /** µs since the log began: when the kernel saw a segment, when everything else was told. */
  readonly at: number;
  readonly mark: LadderMark;
}

/** A call from its entry to its return: the bar on a lifeline. */
export interface LadderSpan {
  readonly callId: number;
  readonly lane: LaneId;
  readonly thread: number;
  readonly text: string;
  /** `seq` of `entered`, of the first `blocked`, of what ended it. */
  readonly entered: number;
  readonly blocked: number | null;
  readonly ended: number | null;
}

/** The diagram up to one event of the log. */
export interface Ladder {
  /** Programs in the order in which they began, then ports without a program. */
  readonly lanes: readonly LaneId[];
  /** By `at`, then `seq`. */
  readonly rows: readonly LadderRow[];
  readonly spans: readonly LadderSpan[];
}
