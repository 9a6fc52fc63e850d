/** What `struct tcp_info` says, in its own units. A field that this kernel does not know is `null`. */
export interface TcpInfo {
  /** The kernel's number of the state. */
  readonly state: number;
  readonly retransmits: number;
  readonly rtoMicros: number;
  readonly sendMss: number;
  /** On a listening socket: connections that wait for `accept`. */
  readonly unacked: number;
  /** On a listening socket: the backlog. */
  readonly sacked: number;
  /** 0 before the first measurement. */
  readonly rttMicros: number;
  readonly congestionWindow: number;
  readonly totalRetransmissions: number;
  readonly bytesReceived: number | null;
  readonly bytesSent: number | null;
  readonly bytesRetransmitted: number | null;
  /** Sequence numbers written and not yet sent once. */
  readonly notSent: number | null;
  readonly outOfOrder: number | null;
  readonly peerWindow: number | null;
}

/** Every kernel that has SOCK_DIAG fills this much. */
const firstFieldsBytes = 104;

/** `length` bytes of `bytes` from `start` on, as the kernel wrote them; `null` if that is too short to be of use. */
export function decodeTcpInfo(bytes: DataView, start: number, length: number): TcpInfo | null {
  if (length < firstFieldsBytes) return null;
  const word = (offset: number): number => bytes.getUint32(start + offset, true);
  const laterWord = (offset: number): number | null => (offset + 4 <= length ? word(offset) : null);
  const laterLong = (offset: number): number | null =>
    // Beyond 2^53 bytes a lab never gets.
    offset + 8 <= length ? word(offset) + word(offset + 4) * 2 ** 32 : null;
  return {
    state: bytes.getUint8(start),
    retransmits: bytes.getUint8(start + 2),
    rtoMicros: word(8),
    sendMss: word(16),
    unacked: word(24),
    sacked: word(28),
    rttMicros: word(68),
    congestionWindow: word(80),
    totalRetransmissions: word(100),
    bytesReceived: laterLong(128),
    bytesSent: laterLong(200),
    bytesRetransmitted: laterLong(208),
    notSent: laterWord(144),
    outOfOrder: laterWord(224),
    peerWindow: laterWord(228),
  };
}
