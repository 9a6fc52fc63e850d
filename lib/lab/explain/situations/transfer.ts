import {
  type FailedCall,
  hasDone,
  hasFailed,
  hasShutDown,
  isResetByLinger,
  nameIn,
  wasAccepted,
} from '#lib/lab/explain/situations/failed-call.ts';
import { isCallOf, isError, type Situation } from '#lib/lab/explain/situations/situation.ts';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

const connects = ['connect', 'connect_ex'] as const;

function isTimedOut(failed: FailedCall): boolean {
  return failed.error.code === null && failed.exception === 'TimeoutError';
}

function wouldBlock(failed: FailedCall): boolean {
  return isError(failed, 'EAGAIN', 'EWOULDBLOCK');
}

function unreadText(count: number): string {
  return count === 1 ? '1 byte was' : `${String(count)} bytes were`;
}

/** Whether an earlier `sendall()` of this socket broke off in the middle. */
function isHalfSent(failed: FailedCall): boolean {
  return hasFailed(failed, ['sendall'], 'TimeoutError', 'EAGAIN', 'EINTR', 'KeyboardInterrupt');
}

function hasFlag({ args }: LabCall, flag: string): boolean {
  const has = (arg: PythonValue): boolean =>
    nameIn(arg) === flag ||
    (typeof arg === 'object' && arg !== null && 'flags' in arg && arg.flags.some((one) => one === flag));
  return args.slice(1).some(has);
}

/** The call by which the program waits, as a clause. */
const missing: Partial<Record<LabCall['name'], string>> = {
  accept: 'no connection waits to be accepted',
  recv: 'there are no unread bytes',
  send: 'there is no room in the send buffer',
};

function isReset(failed: FailedCall): boolean {
  return isError(failed, 'ECONNRESET');
}

/** Whether the socket was ever one end of a connection. */
function wasConnected(failed: FailedCall): boolean {
  return (
    failed.isAccepted ||
    hasDone(failed, ...connects) ||
    hasFailed(failed, connects, 'EISCONN') ||
    hasDone(failed, 'send')
  );
}

function wasReset(failed: FailedCall): boolean {
  return hasFailed(failed, ['recv', 'send', 'sendall'], 'ECONNRESET', 'EPIPE');
}

function isUnconnected(failed: FailedCall): boolean {
  return isError(failed, 'ENOTCONN');
}

function isPipe(failed: FailedCall): boolean {
  return isError(failed, 'EPIPE', 'ESHUTDOWN');
}

/** Bytes that do not go, or do not come, over a connection. */
export const transferSituations: readonly Situation[] = [
  {
    id: 'sendall-timed-out',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, 'sendall'),
    why: 'The timeout of the socket passed before the kernel had taken all bytes; a part may be on its way, and the call does not report how much.',
    help: 'Do not call it again: the other side might get bytes twice. Close the socket, and start over with a new one, a longer timeout, or `send()`, which reports how many bytes the kernel took.',
  },
  {
    id: 'sendall-does-not-wait',
    when: (failed) => wouldBlock(failed) && isCallOf(failed, 'sendall'),
    why: 'The send buffer had no room for the rest, and this socket does not block; a part may be on its way, and the call does not report how much.',
    help: 'Do not call it again: the other side might get bytes twice. Close the socket, and start over with `setblocking(True)`, or with `send()`, which reports how many bytes the kernel took.',
  },
  {
    id: 'send-after-half-sent',
    when: (failed) =>
      (isTimedOut(failed) || wouldBlock(failed)) && isCallOf(failed, 'send') && isHalfSent(failed),
    why: 'There is still no room in the send buffer; the kernel has taken none of these bytes, but an earlier `sendall()` broke off in the middle of its own.',
    help: 'Close the socket, and start over with a new one: nobody knows where in the stream these bytes would come.',
  },
  {
    id: 'send-timed-out',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, 'send'),
    why: 'The timeout of the socket passed before there was room in the send buffer; the kernel has taken none of the bytes.',
    help: 'Let the other side read, and call again with the same bytes, or set a longer timeout with `settimeout()`.',
  },
  {
    id: 'recv-timed-out',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, 'recv'),
    why: 'The timeout of the socket passed, and there was nothing to read; the connection is as it was, and nothing is lost.',
    help: 'Let the other side send, and call again, or set a longer timeout with `settimeout()`.',
  },
  {
    id: 'timed-out',
    when: isTimedOut,
    why: ({ call: { name } }) =>
      `The timeout of the socket passed while \`${name}()\` waited; the call has taken nothing, so nothing is lost.`,
    help: 'Call again, set a longer timeout with `settimeout()`, or let the other side act first.',
  },
  {
    id: 'dontwait',
    when: (failed) => wouldBlock(failed) && hasFlag(failed.call, 'MSG_DONTWAIT'),
    why: ({ call: { name } }) =>
      `The call would have to wait, since ${missing[name] ?? 'nothing is ready'}, and its flag \`MSG_DONTWAIT\` says not to.`,
    help: 'Leave the flag out to wait, or call again later.',
  },
  {
    id: 'does-not-wait',
    when: wouldBlock,
    why: ({ call: { name } }) =>
      `The call would have to wait, since ${missing[name] ?? 'nothing is ready'}, and this socket does not block.`,
    help: 'Call again later, wait with `poll()`, or let it wait with `s.setblocking(True)`.',
  },
  {
    id: 'reset-by-linger',
    when: (failed) => isReset(failed) && isResetByLinger(failed),
    why: 'The other side closed its socket after it had set `SO_LINGER` to 0 s: `close()` then sends RST instead of FIN, and drops what was not sent yet.',
    help: "Connect a new socket, and let the other side close without that option: then `recv()` returns `b''`.",
  },
  {
    id: 'reset-by-unread-bytes',
    when: (failed) => isReset(failed) && (failed.peer?.record.unreadBytes ?? 0) > 0,
    why: ({ peer }) =>
      `The other side closed its socket while ${unreadText(peer?.record.unreadBytes ?? 0)} unread there, so on Linux its kernel sent RST instead of FIN.`,
    help: "Connect a new socket, and let the other side read to the end before it closes: then `recv()` returns `b''`.",
  },
  {
    id: 'reset-before-accept',
    when: (failed) =>
      isReset(failed) && failed.peer !== null && hasDone(failed, ...connects) && !wasAccepted(failed),
    why: 'The server closed its listening socket while this connection waited in the queue, so its kernel sent RST.',
    help: 'Start the server again, connect a new socket, and let the server call `accept()` before it closes.',
  },
  {
    id: 'reset',
    when: isReset,
    why: 'The other side has aborted the connection with RST: its socket was closed with unread bytes or with `SO_LINGER` at 0 s, there is no socket any more, or a device on the way reset it.',
    help: 'Close this socket, and connect a new one; let the other side read everything before it closes.',
  },
  {
    id: 'listener-sends',
    when: (failed) => isPipe(failed) && failed.record?.state === 'LISTEN',
    why: 'This socket listens: it accepts connections, and carries no bytes itself.',
    help: 'Send on the socket that `accept()` returns.',
  },
  {
    id: 'own-shutdown',
    when: (failed) => isPipe(failed) && hasShutDown(failed),
    why: 'This program has ended its own direction with `shutdown()`, so it cannot send any more.',
    help: "Send everything before `shutdown()`. `recv()` still works; if reading was shut down, too, it returns `b''` at once, or bytes that arrive later.",
  },
  {
    id: 'send-after-reset',
    when: (failed) => isPipe(failed) && wasReset(failed),
    why: 'The connection is over: an RST ended it, and an earlier call has reported that.',
    help: 'Close this socket, and connect a new one.',
  },
  {
    id: 'send-before-connect',
    when: (failed) => isPipe(failed) && failed.record !== null && !wasConnected(failed),
    why: 'This socket was never connected, so it has no other end to send to.',
    help: 'Call `connect()` first; a server sends on the socket that `accept()` returns.',
  },
  {
    id: 'other-side-is-gone',
    when: (failed) => isPipe(failed) && failed.record !== null,
    why: 'The other side had closed its socket: its kernel answered what was sent before with RST, which ended the connection.',
    help: "Connect a new socket. `b''` from `recv()` alone is no reason to stop sending: it ends only the direction of the other side.",
  },
  {
    id: 'broken-pipe',
    when: isPipe,
    why: 'This socket has no connection: it was never connected, or its connection was shut down or reset before.',
    help: "Connect a new socket. `b''` from `recv()` alone is no reason to stop sending: it ends only the direction of the other side.",
  },
  {
    id: 'listener-receives',
    when: (failed) => isUnconnected(failed) && failed.record?.state === 'LISTEN',
    why: 'This socket listens: it accepts connections, but has no other end itself.',
    help: ({ call: { name } }) =>
      `Call \`accept()\` on it, and \`${name}()\` on the socket that this returns.`,
  },
  {
    id: 'still-connecting',
    when: (failed) => isUnconnected(failed) && failed.record?.state === 'SYN-SENT',
    why: 'The handshake has not ended yet, so there is no connection.',
    help: 'Wait until the socket is ESTABLISHED, and call again.',
  },
  {
    id: 'datagram-without-peer',
    when: (failed) => isUnconnected(failed) && failed.record?.type === 'SOCK_DGRAM',
    why: 'This datagram socket has no other end: it has not called `connect()`, which for UDP only notes an address.',
    help: 'Call `connect()` first.',
  },
  {
    id: 'connect-had-failed',
    when: (failed) =>
      isUnconnected(failed) &&
      !wasConnected(failed) &&
      hasFailed(failed, connects, 'ECONNREFUSED', 'ETIMEDOUT', 'TimeoutError', 'ENETUNREACH'),
    why: 'This socket has no connection: its `connect()` failed before.',
    help: 'Connect a new socket first, then call this again.',
  },
  {
    id: 'never-connected',
    when: (failed) => isUnconnected(failed) && failed.record !== null && !wasConnected(failed),
    why: 'This socket has no connection: none was made.',
    help: 'Call `connect()` first; a server uses the socket that `accept()` returns.',
  },
  {
    id: 'shutdown-after-the-end',
    when: (failed) => isUnconnected(failed) && isCallOf(failed, 'shutdown') && failed.record !== null,
    why: 'There is nothing left to shut down: both directions of the connection have ended already.',
    help: 'Call `close()`; one `shutdown()` for a direction is enough.',
  },
  {
    id: 'connection-has-ended',
    when: (failed) => isUnconnected(failed) && failed.record !== null,
    why: 'The connection of this socket has ended already.',
    help: 'Create another socket, and connect it.',
  },
  {
    id: 'not-connected',
    when: isUnconnected,
    why: 'This socket has no connection: none was made, or it is over.',
    help: 'Connect a new socket; a server uses the socket that `accept()` returns.',
  },
  {
    id: 'no-destination',
    when: (failed) => isError(failed, 'EDESTADDRREQ'),
    why: 'This socket does not know where to send to.',
    help: 'Call `connect()` first.',
  },
  {
    id: 'datagram-too-long',
    when: (failed) => isError(failed, 'EMSGSIZE'),
    why: 'The message is too long for one datagram.',
    help: 'Send less at once.',
  },
  {
    id: 'shutdown-of-nothing',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, 'shutdown'),
    why: 'The argument of `shutdown()` names no direction.',
    help: 'Pass `SHUT_RD`, `SHUT_WR` or `SHUT_RDWR`.',
  },
  {
    id: 'flag-not-supported',
    when: (failed) => isError(failed, 'EOPNOTSUPP'),
    why: ({ record }) =>
      record?.state === 'LISTEN'
        ? 'A socket that listens cannot do this.'
        : 'A socket of this kind cannot do this.',
    help: 'Use a connected socket, or leave out the flag.',
  },
];
