import { nothingKnown, type SegmentContext } from '#lib/lab/explain/segment-context.ts';
import type { CallName, Segment } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';

function bytesText(count: number): string {
  return count === 1 ? '1 byte' : `${String(count)} bytes`;
}

/** What the flags say, the first that fits. */
function kindOf(segment: Segment, { receiverWindow }: Pick<SegmentContext, 'receiverWindow'>): string {
  const { flags, payloadBytes, sequence, acknowledgment, windowBytes, from } = segment;
  const has = (flag: Segment['flags'][number]): boolean => flags.includes(flag);
  const acknowledged = acknowledgment?.relative ?? 0;
  if (has('RST'))
    return from.socket === null && sequence.relative <= 1 && payloadBytes === 0
      ? 'RST: no socket matches the segment that arrived at this port, so the kernel refuses it.'
      : 'RST: this side aborts the connection, or has no socket for it any more; bytes that are still on the way are thrown away.';
  if (has('SYN'))
    return has('ACK')
      ? 'SYN-ACK: the second step of the handshake; the kernel of the listening side answers by itself, and announces its own first sequence number.'
      : 'SYN: the first step of the handshake; it asks for a connection and announces the first sequence number.';
  if (payloadBytes > 0 && receiverWindow === 0)
    return `Window probe: the receiver has no room, and this segment of ${bytesText(payloadBytes)} asks whether that has changed.`;
  const fin = has('FIN') ? ' Its FIN says that this side will send nothing more.' : '';
  if (payloadBytes > 0)
    return `Data: ${bytesText(payloadBytes)} of the stream, beginning with byte ${String(sequence.relative)}.${fin}`;
  if (has('FIN'))
    return "FIN: this side will send nothing more; when the other program has read everything before it, its `recv()` returns `b''`.";
  if (windowBytes === 0)
    return `ACK with a zero window: everything before number ${String(acknowledged)} has arrived in the kernel, which has no room for more until the program reads.`;
  if (receiverWindow === 0)
    return 'Window probe: the receiver has no room, and this empty segment asks whether that has changed.';
  if (sequence.relative === 1 && acknowledged === 1)
    return "ACK: the third step of the handshake; when it arrives, the server's side is ESTABLISHED, too.";
  return `ACK: everything before number ${String(acknowledged)} has arrived in the kernel, where SYN and FIN count as one number each; the ACK does not say whether a program has read it.`;
}

/** Where two small things that Linux does against small segments meet. */
function delaysOf({ ackDelayMicros, waitedForAck }: SegmentContext): string[] {
  const delay =
    ackDelayMicros === null
      ? []
      : [
          `It came ${String(Math.round(ackDelayMicros / 1000))} ms after the data: the kernel delays an ACK, on Linux by about 40 ms, so that it can travel with bytes of an answer.`,
        ];
  return waitedForAck
    ? [
        ...delay,
        "The kernel kept these bytes back until that delayed ACK came: by Nagle's algorithm a small segment waits while earlier bytes are not acknowledged. `setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)` switches that off; one `send()` for both parts needs no option.",
      ]
    : delay;
}

/** A sentence on what a segment is for, and more if it was delayed, was lost or is sent again. */
export function explainSegment(segment: Segment, context: SegmentContext = nothingKnown): string {
  return [
    kindOf(segment, context),
    ...delaysOf(context),
    ...(segment.retransmission
      ? [
          'It is sent again, because no ACK for it came in time, or because the ACKs of later segments showed a gap.',
        ]
      : []),
    ...(segment.lost ? ['The lab dropped it on its way, as you asked; its receiver never sees it.'] : []),
  ].join(' ');
}

const stateSentences: Readonly<Record<TcpState, string>> = {
  CLOSED: 'There is no connection: the socket is new, or its connection is over.',
  LISTEN:
    'The socket waits for connections; the kernel completes their handshakes, and keeps them in a queue until `accept()` takes them.',
  'SYN-SENT':
    'The kernel has sent a SYN, and no answer has come yet; it sends the SYN again, on Linux after one second for the first time.',
  'SYN-RECEIVED': 'A SYN came, and the kernel answered it; the ACK that ends the handshake has not come yet.',
  ESTABLISHED:
    'The handshake is done, and no direction has ended; the server need not have called `accept()` for that.',
  'FIN-WAIT-1': 'This side has ended its direction with a FIN, which is not acknowledged yet.',
  'FIN-WAIT-2': 'The FIN of this side is acknowledged; the other side has not ended its own direction yet.',
  'CLOSE-WAIT':
    'The other side has sent its FIN, and this program has not ended its own direction yet; it can still send.',
  CLOSING:
    'Both sides sent a FIN before they got the other one, and the FIN of this side is not acknowledged yet.',
  'LAST-ACK':
    'The other side ended its direction first; this side has sent its FIN, too, and waits for the ACK of it.',
  'TIME-WAIT':
    'This side sent the first FIN, or both sides sent theirs at once; Linux remembers the connection for 60 s, so that no late segment is taken for one of a new connection.',
};

/** One sentence on what the state means. */
export function explainState(state: TcpState): string {
  return stateSentences[state];
}

const callSentences: Readonly<Record<CallName, string>> = {
  socket: '`socket()` creates an endpoint without an address; it sends no segment.',
  gethostname: '`gethostname()` returns the name of this computer.',
  gethostbyname: '`gethostbyname()` looks up an IPv4 address for a name.',
  getaddrinfo:
    '`getaddrinfo()` looks up the addresses of a name, each with what `socket()` needs to reach it; here from the hosts file alone.',
  setdefaulttimeout:
    '`setdefaulttimeout()` sets the timeout of sockets that the program makes from now on; those that it has keep theirs.',
  getdefaulttimeout: '`getdefaulttimeout()` returns the timeout that new sockets get; `None` is forever.',
  value: 'The program calculates a value by itself; the kernel has no part in it.',
  attribute: 'Python looks for this method, does not find it, and makes no call.',
  poll: '`poll()` waits until one of several descriptors is ready, or until its time has passed.',
  setsockopt: '`setsockopt()` changes how the kernel treats this socket.',
  getsockopt: '`getsockopt()` asks the kernel for a setting of this socket.',
  settimeout:
    '`settimeout()` says how long later calls on this socket may wait before they raise `TimeoutError`; it does not cover the lookup of a name.',
  gettimeout: '`gettimeout()` returns how long calls on this socket may wait; `None` is forever.',
  setblocking: '`setblocking(False)` makes calls that would have to wait raise `BlockingIOError` instead.',
  bind: '`bind()` gives the socket an address and a port of this computer; it sends no segment.',
  listen:
    '`listen()` makes the socket accept connections: from now on the kernel completes handshakes by itself. On Linux, backlog + 1 connections can wait for `accept()`, if the backlog is at most `net.core.somaxconn`.',
  accept:
    '`accept()` takes an established connection out of the queue and returns a new socket for it; while the queue is empty, it waits.',
  connect:
    '`connect()` sends a SYN and returns when the handshake is done; the server need not have called `accept()` for that.',
  connect_ex:
    '`connect_ex()` does what `connect()` does, but for errors of the connection it returns the error number instead of raising an exception.',
  send: '`send()` hands bytes to the kernel and returns how many it took; it does not say whether they arrive, or whether a program reads them.',
  sendall: '`sendall()` hands all bytes to the kernel, and waits while the send buffer has no room for them.',
  sendto:
    '`sendto()` hands bytes to the kernel with the address that they go to. A socket for datagrams needs no connection for that; one with a connection ignores the address.',
  recvfrom:
    '`recvfrom()` does what `recv()` does, and returns the address of the sender as well; a connection has one peer, so there the address is `None`.',
  recv: "`recv()` returns bytes that have arrived, at most as many as asked for; it waits while there are none, and returns `b''` at the end of the stream.",
  shutdown: '`shutdown()` ends one direction of the connection, or both; the descriptor stays open.',
  close:
    '`close()` gives the descriptor back; when no other descriptor refers to the socket, the kernel ends the connection with a FIN, or on Linux with RST if bytes are unread.',
  fileno: '`fileno()` returns the number of the descriptor, or -1 if the socket is closed.',
  getsockname: '`getsockname()` returns the address and port of this end.',
  getpeername: '`getpeername()` returns the address and port of the other end.',
};

/** Why Python closed a socket by itself. @param name the variable that held it last; `null`: none ever did */
export function explainUnreferenced(name: string | null): string {
  return name === null
    ? 'The call gave a socket, and the line gave it to no variable. Python closes a socket that nothing refers to, as `close()` would: keep it, as in `conn, addr = s.accept()`.'
    : `\`${name}\` got another value, and no variable holds the socket any more. Python closes a socket that nothing refers to, as \`close()\` would: give the new one another name to keep both.`;
}

/** One sentence on what a call does; an empty string for a name that no call has. */
export function explainCall(name: string): string {
  const sentence = Object.entries(callSentences).find(([known]) => known === name);
  return sentence?.[1] ?? '';
}
