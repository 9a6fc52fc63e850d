import type { Endpoint, Segment } from '#lib/lab/protocol/messages.ts';
import type { TcpPacket } from '#server/kernel/system/packet.ts';

/** Who is at an end of a connection, as far as it is known. */
export interface Attribution {
  readonly program: string | null;
  readonly id: string;
}

interface Side {
  readonly end: Endpoint;
  /** Initial sequence number; `null` before anything of this side was seen. */
  initial: number | null;
  /** The highest sequence number that it has sent, and one. */
  highest: number;
  windowScale: number | null;
  owner: Attribution | null;
}

/** What of a segment follows from those before it. */
type Read = Pick<
  Segment,
  'flags' | 'sequence' | 'acknowledgment' | 'windowBytes' | 'retransmission' | 'options'
>;

/** Difference of two sequence numbers, as RFC 9293 § 3.4 compares them. */
function after(left: number, right: number): number {
  return (left - right) | 0;
}

/** One connection as seen on the wire: makes numbers relative, scales windows, marks retransmissions. */
export class Conversation {
  readonly #sides: readonly [Side, Side];
  /** Were the sockets looked at for its sake already? */
  isLookedAt = false;

  constructor(packet: TcpPacket) {
    const side = (end: Endpoint): Side => ({
      end,
      initial: null,
      highest: 0,
      windowScale: null,
      owner: null,
    });
    this.#sides = [side(packet.from), side(packet.to)];
  }

  /** Does this SYN begin another connection between the same two ends? */
  isSucceededBy(packet: TcpPacket): boolean {
    const { initial } = this.#side(packet.from);
    return packet.flags.includes('SYN') && initial !== null && initial !== packet.sequence;
  }

  ownerOf(end: Endpoint): Attribution | null {
    return this.#side(end).owner;
  }

  attribute(end: Endpoint, owner: Attribution): void {
    this.#side(end).owner = owner;
  }

  read(packet: TcpPacket): Read {
    const sender = this.#side(packet.from);
    const receiver = this.#side(packet.to);
    const { flags, sequence, acknowledgment } = packet;
    const isSyn = flags.includes('SYN');
    if (sender.initial === null) {
      // Without a SYN the numbers begin with the first byte seen, which is counted as 1, as it is after one.
      sender.initial = isSyn ? sequence : (sequence - 1) >>> 0;
      sender.highest = sequence;
    }
    const length = packet.payloadBytes + (isSyn ? 1 : 0) + (flags.includes('FIN') ? 1 : 0);
    const isRetransmission = length > 0 && after(sequence, sender.highest) < 0;
    const end = (sequence + length) >>> 0;
    if (after(end, sender.highest) > 0) sender.highest = end;
    if (isSyn) sender.windowScale = packet.windowScale;

    const relativeTo = (side: Side, raw: number) => (side.initial === null ? 0 : (raw - side.initial) >>> 0);
    // Either both sides scale their windows or none does, and never in a SYN (RFC 7323 § 2.2).
    const scale = isSyn || receiver.windowScale === null ? 0 : (sender.windowScale ?? 0);
    return {
      flags: [...flags],
      sequence: { raw: sequence, relative: relativeTo(sender, sequence) },
      acknowledgment: flags.includes('ACK')
        ? { raw: acknowledgment, relative: relativeTo(receiver, acknowledgment) }
        : null,
      windowBytes: packet.window * 2 ** scale,
      retransmission: isRetransmission,
      options: {
        ...(packet.mss === null ? {} : { mss: packet.mss }),
        ...(packet.windowScale === null ? {} : { windowScale: packet.windowScale }),
        ...(packet.sackPermitted ? { sackPermitted: true as const } : {}),
        ...(packet.sack.length === 0
          ? {}
          : {
              sack: packet.sack.map(([left, right]): [number, number] => [
                relativeTo(receiver, left),
                relativeTo(receiver, right),
              ]),
            }),
      },
    };
  }

  #side(end: Endpoint): Side {
    const [first, second] = this.#sides;
    return sameEnd(first.end, end) ? first : second;
  }
}

export function sameEnd(one: Endpoint, other: Endpoint): boolean {
  return one.port === other.port && one.address === other.address;
}
