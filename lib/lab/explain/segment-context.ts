import type { Segment } from '#lib/lab/protocol/messages.ts';
import type { DiagramRow } from '#lib/lab/sequence-diagram/layout.ts';

/** What is known of the connection of a segment. */
export interface SegmentContext {
  /** What the receiver last said it has room for, in bytes; `null`: not known. */
  readonly receiverWindow: number | null;
  /** For how long the receiver's kernel kept back this ACK; `null`: it came at once, or acknowledges nothing new. */
  readonly ackDelayMicros: number | null;
  /** Whether the kernel kept back these bytes, which the program had sent before, until a delayed ACK came. */
  readonly waitedForAck: boolean;
}

export const nothingKnown: SegmentContext = {
  receiverWindow: null,
  ackDelayMicros: null,
  waitedForAck: false,
};

/** Linux delays an ACK by 40 ms at least; without delay it comes within a millisecond on this short way. */
const shortestDelayMicros = 30_000;
/** A segment that waited for an ACK follows it faster than a program can react. */
const followsWithinMicros = 2000;

function isSameWay(a: Segment, b: Segment): boolean {
  return (
    a.from.port === b.from.port &&
    a.from.address === b.from.address &&
    a.to.port === b.to.port &&
    a.to.address === b.to.address
  );
}

function isOppositeWay(a: Segment, b: Segment): boolean {
  return isSameWay(a, { ...b, from: b.to, to: b.from });
}

function delayOf(segment: Segment, before: readonly Segment[]): number | null {
  if (segment.payloadBytes > 0 || segment.flags.some((flag) => flag !== 'ACK')) return null;
  const acknowledged = segment.acknowledgment?.relative ?? 0;
  const earlier = before.findLast((one) => isSameWay(one, segment))?.acknowledgment?.relative ?? 0;
  const data = before.findLast((one) => isOppositeWay(one, segment) && one.payloadBytes > 0);
  if (data === undefined || data.lost || data.retransmission || acknowledged <= earlier) return null;
  const delay = segment.sentAt - data.sentAt;
  return delay >= shortestDelayMicros ? delay : null;
}

/**
 * What the rows before a segment say of it.
 *
 * @param rows of the sequence diagram that has the segment
 */
export function segmentContext(rows: readonly DiagramRow[], segment: Segment): SegmentContext {
  const end = rows.findIndex(({ mark }) => mark.kind === 'segment' && mark.segment.number === segment.number);
  const earlier = end === -1 ? [] : rows.slice(0, end);
  const before = earlier.flatMap(({ mark }) => (mark.kind === 'segment' ? [mark.segment] : []));
  const answer = before.findLast((one) => isOppositeWay(one, segment));
  const sent = earlier.findLast(
    ({ mark }) =>
      mark.kind === 'call' && mark.lane === segment.from.program && /^send(?:all)?$/.test(mark.name),
  );
  const waitedForAck =
    answer !== undefined &&
    segment.payloadBytes > 0 &&
    !segment.retransmission &&
    segment.sentAt - answer.sentAt <= followsWithinMicros &&
    sent !== undefined &&
    sent.at < answer.sentAt &&
    delayOf(answer, before.slice(0, before.indexOf(answer))) !== null;
  return {
    receiverWindow: answer?.windowBytes ?? null,
    ackDelayMicros: delayOf(segment, before),
    waitedForAck,
  };
}
