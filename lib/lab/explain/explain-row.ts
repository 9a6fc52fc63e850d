import type { CallName, Segment } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';

/** What stands around a segment, where that is known. */
interface SegmentContext {
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
      ? ['It was dropped on its way, as you asked the lab to; its receiver never sees it.']
      : []),
  ].join(' ');
}

const stateSentences: Readonly<Record<TcpState, string>> = {
  CLOSED: 'There is no connection: the socket is fresh, or its connection is over.',
  LISTEN:
    'The socket waits for connections; the kernel completes their handshakes and keeps them until `accept()` takes them.',
  'SYN-SENT': 'A SYN was sent, and no answer has come yet; it is sent again at growing intervals.',
  'SYN-RECEIVED': 'A SYN came and was answered; the ACK that ends the handshake has not come yet.',
  ESTABLISHED: 'The handshake is done, and both sides can send; nobody need have called `accept()` for that.',
  'FIN-WAIT-1': 'This side has ended its direction with a FIN, which is not acknowledged yet.',
  'FIN-WAIT-2': 'The FIN of this side is acknowledged; the other side has not ended its own direction yet.',
  'CLOSE-WAIT': 'The other side has sent its FIN, and this program has not closed its socket yet.',
  CLOSING: 'Both sides sent a FIN at the same time, and the FIN of this side is not acknowledged yet.',
  'LAST-ACK': 'The other side closed first; this side has sent its FIN, too, and waits for the ACK of it.',
  'TIME-WAIT':
    'This side closed first; the kernel keeps the pair of addresses for 60 s, so that late segments are not taken for a new connection.',
};

/** One sentence on what the state means. */
export function explainState(state: TcpState): string {
  return stateSentences[state];
}

const callSentences: Readonly<Record<CallName, string>> = {
  socket: '`socket()` asks the kernel for an end point and gives it a descriptor; no segment is sent.',
  gethostname: '`gethostname()` gives the name of this computer.',
  gethostbyname: '`gethostbyname()` looks up the IPv4 address of a name.',
  poll: '`poll()` waits until one of several descriptors is ready, or until its time is over.',
  setsockopt: '`setsockopt()` changes how the kernel treats this socket.',
  getsockopt: '`getsockopt()` asks the kernel for a setting of this socket.',
  settimeout:
    '`settimeout()` says how long later calls on this socket may wait before they raise `TimeoutError`.',
  gettimeout: '`gettimeout()` returns how long calls on this socket may wait; `None` is forever.',
  setblocking: '`setblocking(False)` makes calls that would have to wait raise `BlockingIOError` instead.',
  bind: '`bind()` gives the socket an address and a port of this computer; no segment is sent.',
  listen:
    '`listen()` makes the socket take connections; from now on the kernel completes handshakes by itself, and keeps as many connections as the backlog says, and one more.',
  accept:
    '`accept()` takes a finished connection out of the queue and gives it a socket of its own; while there is none, it waits.',
  connect:
    '`connect()` sends a SYN and returns when the handshake is done, which is before anybody calls `accept()`.',
  connect_ex:
    '`connect_ex()` does what `connect()` does, and returns the number of the error instead of raising it.',
  send: '`send()` hands bytes to the kernel and returns how many it took; whether they arrive, or are read, it does not say.',
  sendall: '`sendall()` hands all bytes to the kernel, and waits while there is no room for them.',
  recv: "`recv()` gives bytes that have arrived, at most as many as asked for; it waits while there are none, and gives `b''` once the other side has ended its direction.",
  shutdown: '`shutdown()` ends one direction of the connection, or both, and keeps the descriptor.',
  close:
    '`close()` gives the descriptor back; the kernel ends the connection with a FIN, or with RST while unread bytes are left.',
  fileno: '`fileno()` gives the number of the descriptor; -1 once the socket is closed.',
  getsockname: '`getsockname()` gives the address and port of this end.',
  getpeername: '`getpeername()` gives the address and port of the other end.',
};

/** One sentence on what a call does; an empty string for a name that no call has. */
export function explainCall(name: string): string {
  const sentence = Object.entries(callSentences).find(([known]) => known === name);
  return sentence?.[1] ?? '';
}
