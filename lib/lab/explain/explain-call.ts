import type { CallName } from '#lib/lab/protocol.ts';

const sentences: Readonly<Record<CallName, string>> = {
  socket: '`socket()` asks the kernel for an end point and gives it a descriptor; no segment is sent.',
  gethostname: '`gethostname()` gives the name of this computer.',
  gethostbyname: '`gethostbyname()` looks up the IPv4 address of a name.',
  poll: '`poll()` waits until one of several descriptors is ready, or until its time is over.',
  setsockopt: '`setsockopt()` changes how the kernel treats this socket.',
  getsockopt: '`getsockopt()` asks the kernel for a setting of this socket.',
  settimeout:
    '`settimeout()` says how long later calls on this socket may wait before they raise `TimeoutError`.',
  gettimeout: '`gettimeout()` says how long calls on this socket may wait; `None` is for ever.',
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
  const sentence = Object.entries(sentences).find(([known]) => known === name);
  return sentence?.[1] ?? '';
}
