import type { Segment } from '#lib/lab/protocol.ts';

/** What stands around a segment, where that is known. */
export interface SegmentContext {
  /** What the receiver last said it has room for, in bytes; `null`: not known. */
  readonly receiverWindow: number | null;
}

const nothingKnown: SegmentContext = { receiverWindow: null };

function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${String(count)} bytes`;
}

/** What the flags say, the first that fits. */
function kindOf(segment: Segment, { receiverWindow }: SegmentContext): string {
  const { flags, payloadBytes, sequence, acknowledgment, windowBytes, from } = segment;
  const has = (flag: Segment['flags'][number]): boolean => flags.includes(flag);
  const acknowledged = acknowledgment?.relative ?? 0;
  if (has('RST'))
    return from.socket === null && sequence.relative <= 1 && payloadBytes === 0
      ? 'RST: there is no socket for what came to this port, so the kernel refuses it.'
      : 'RST: the connection is given up at once; what is still under way is thrown away.';
  if (has('SYN'))
    return has('ACK')
      ? 'SYN-ACK: the second step of the handshake; the kernel of the listening side answers by itself, and names its own first sequence number.'
      : 'SYN: the first step of the handshake; it asks for a connection and names the first sequence number.';
  if (payloadBytes > 0 && receiverWindow === 0)
    return `Window probe: the receiver has no room, and ${bytesText(payloadBytes)} asks whether that has changed.`;
  const fin = has('FIN') ? ' The FIN with it says that nothing more will come from this side.' : '';
  if (payloadBytes > 0)
    return `Data: ${bytesText(payloadBytes)} of the stream, beginning with byte ${String(sequence.relative)}.${fin}`;
  if (has('FIN'))
    return "FIN: this side will send nothing more; once all before it is read, the other side's `recv()` gives `b''`.";
  if (windowBytes === 0)
    return `ACK with a zero window: everything before byte ${String(acknowledged)} has come, and there is no room for more until the program reads.`;
  if (receiverWindow === 0)
    return 'Window probe: the receiver has no room, and this empty segment asks whether that has changed.';
  if (sequence.relative === 1 && acknowledged === 1)
    return 'ACK: the third step of the handshake; now both sides are ESTABLISHED.';
  return `ACK: everything before byte ${String(acknowledged)} has arrived in the kernel; whether a program has read it, it does not say.`;
}

/** One sentence on what a segment is for, and one more where it was lost or is sent again. */
export function explainSegment(segment: Segment, context: SegmentContext = nothingKnown): string {
  return [
    kindOf(segment, context),
    ...(segment.retransmission ? ['It is sent again, because no ACK came for it in time.'] : []),
    ...(segment.lost
      ? ['It got lost on its way, as the lab was told to do; its receiver never sees it.']
      : []),
  ].join(' ');
}
