import {
  type FailedCall,
  hasDone,
  hasFailed,
  isWildcard,
  namedIn,
} from '#lib/lab/explain/situations/failed-call.ts';
import { isCallOf, isError, type Situation } from '#lib/lab/explain/situations/situation.ts';
import type { SocketRecord } from '#lib/lab/protocol/messages.ts';

const connects = ['connect', 'connect_ex'] as const;

function portText({ call }: FailedCall): string {
  const port = namedIn(call)?.port;
  return port === undefined ? 'that port' : `port ${String(port)}`;
}

function isRefused(failed: FailedCall): boolean {
  return isError(failed, 'ECONNREFUSED');
}

/** A socket that the refused client may have meant; `undefined`: none. */
function meant(failed: FailedCall, isMeant: (record: SocketRecord) => boolean): SocketRecord | undefined {
  const { record, snapshot } = failed;
  return [...snapshot.sockets.values()].find(
    (other) => other.id !== record?.id && other.type === 'SOCK_STREAM' && other.fd !== null && isMeant(other),
  );
}

function elsewhere(failed: FailedCall): SocketRecord | undefined {
  const port = namedIn(failed.call)?.port;
  return meant(failed, ({ state, local }) => state === 'LISTEN' && local?.port === port);
}

function boundOnly(failed: FailedCall): SocketRecord | undefined {
  const port = namedIn(failed.call)?.port;
  return meant(
    failed,
    ({ state, local, peer }) => state === 'CLOSED' && peer === null && local?.port === port,
  );
}

function onOtherPort(failed: FailedCall): SocketRecord | undefined {
  return meant(failed, ({ state }) => state === 'LISTEN');
}

function programText(record: SocketRecord | undefined): string {
  return record?.program == null ? 'A program' : `\`${record.program}\``;
}

/** Whether the queue that the SYN came to has no room; `null`: the listening socket is not of this lab. */
function findsFullQueue({ call, snapshot }: FailedCall): boolean {
  const port = namedIn(call)?.port;
  return [...snapshot.sockets.values()].some(
    ({ state, local, acceptQueue }) =>
      state === 'LISTEN' &&
      local?.port === port &&
      acceptQueue !== null &&
      acceptQueue.waiting > acceptQueue.backlog,
  );
}

function isTimedOut(failed: FailedCall): boolean {
  return failed.error.code === null && failed.exception === 'TimeoutError';
}

/** Connections that do not come about, and sockets that cannot begin one. */
export const connectionSituations: readonly Situation[] = [
  {
    id: 'datagram-refused',
    when: (failed) => isRefused(failed) && failed.record?.type === 'SOCK_DGRAM',
    why: 'A datagram that this socket sent before came to a port that no socket has, and that computer reported it with an ICMP message; UDP has no connections to refuse.',
    help: 'Start the receiving program first: it calls `bind()` with that port, and no `listen()`. Then send again.',
  },
  {
    id: 'refused-before-listen',
    when: (failed) => isRefused(failed) && boundOnly(failed) !== undefined && elsewhere(failed) === undefined,
    why: (failed) =>
      `${programText(boundOnly(failed))} has bound a socket to ${portText(failed)}, but it does not listen yet, so the kernel answered the SYN with RST.`,
    help: 'Let it call `listen()` after `bind()`, then connect again.',
  },
  {
    id: 'refused-at-this-address',
    when: (failed) => {
      const local = elsewhere(failed)?.local;
      return isRefused(failed) && local != null && !isWildcard(local.address);
    },
    why: (failed) =>
      `${programText(elsewhere(failed))} listens on ${portText(failed)}, but only at \`${elsewhere(failed)?.local?.address ?? ''}\`, and not at the address that the call names.`,
    help: (failed) =>
      `Connect to \`'${elsewhere(failed)?.local?.address ?? ''}'\`, or let the server bind \`''\`, which is every IPv4 address.`,
  },
  {
    id: 'refused-at-this-port',
    when: (failed) =>
      isRefused(failed) && elsewhere(failed) === undefined && onOtherPort(failed) !== undefined,
    why: (failed) =>
      `No socket listens on ${portText(failed)} of that address, so its kernel answered the SYN with RST; ${programText(onOtherPort(failed)).replace('A program', 'a program')} listens on port ${String(onOtherPort(failed)?.local?.port ?? '')}.`,
    help: 'Name the same port on both sides, and connect again.',
  },
  {
    id: 'refused',
    when: isRefused,
    why: (failed) =>
      `No socket listens on ${portText(failed)} of that address, so its kernel answered the SYN with RST.`,
    help: 'Start the server first, and check that both name the same address and port; the server has to call `listen()` after `bind()`. Then connect a new socket.',
  },
  {
    id: 'connect-timed-out-at-a-full-queue',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, ...connects) && findsFullQueue(failed),
    why: (failed) =>
      `The timeout of the socket passed before the handshake ended: the queue of ${portText(failed)} is full, so Linux drops the SYN.`,
    help: 'Close this socket, let the server call `accept()`, and connect a new one.',
  },
  {
    id: 'connect-timed-out',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, ...connects),
    why: 'The timeout of the socket passed before the handshake ended; the kernel goes on with it: until it has ended, another `connect()` with a timeout raises `EALREADY`.',
    help: 'Close the socket, and connect a new one, with a longer timeout.',
  },
  {
    id: 'connect-gave-up',
    when: (failed) => isError(failed, 'ETIMEDOUT') && isCallOf(failed, ...connects),
    why: 'The kernel has sent the SYN again and again without an answer, and has given up.',
    help: 'Check whether segments get lost, or whether the queue of the listening socket is full, and connect a new socket.',
  },
  {
    id: 'connection-gave-up',
    when: (failed) => isError(failed, 'ETIMEDOUT'),
    why: 'The other side has acknowledged nothing for a long time, so the kernel has ended the connection.',
    help: 'Check whether segments get lost, and connect a new socket.',
  },
  {
    id: 'handshake-after-timeout',
    when: (failed) => isError(failed, 'EALREADY') && hasFailed(failed, connects, 'TimeoutError'),
    why: 'An earlier `connect()` on this socket reached its timeout, and the kernel still goes on with that handshake.',
    help: 'Close the socket, and connect a new one, with a longer timeout.',
  },
  {
    id: 'handshake-goes-on',
    when: (failed) => isError(failed, 'EALREADY'),
    why: 'The handshake that an earlier `connect()` began has not ended yet.',
    help: 'Wait with `poll()` until the socket can be written, or let `connect()` wait with `s.setblocking(True)`.',
  },
  {
    id: 'connect-does-not-wait',
    when: (failed) => isError(failed, 'EINPROGRESS'),
    why: 'The kernel has sent the SYN, and this socket does not wait for the answer; the handshake goes on without the program.',
    help: 'Wait with `poll()` until the socket can be written, and ask `s.getsockopt(SOL_SOCKET, SO_ERROR)` how it ended.',
  },
  {
    id: 'listener-connects',
    when: (failed) => isError(failed, 'EISCONN') && failed.record?.state === 'LISTEN',
    why: 'This socket listens, so it cannot connect.',
    help: 'Create another socket with `socket()`, and connect that one.',
  },
  {
    id: 'connected-already',
    when: (failed) => isError(failed, 'EISCONN'),
    why: 'This socket has a connection already.',
    help: 'Create another socket for another connection.',
  },
  {
    id: 'bound-to-another-network',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, ...connects),
    why: 'No route leads from the address to which this socket is bound to the address that the call names.',
    help: "Connect a socket that is not bound, or choose an address of this computer, such as `('127.0.0.1', 65000)`.",
  },
  {
    id: 'listen-while-connected',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, 'listen'),
    why: 'This socket is connected, or is connecting, and so cannot listen.',
    help: 'Create another socket, and call `bind()` and `listen()` on it.',
  },
  {
    id: 'accept-on-a-connection',
    when: (failed) =>
      isError(failed, 'EINVAL') &&
      isCallOf(failed, 'accept') &&
      (failed.isAccepted || hasDone(failed, ...connects)),
    why: 'This socket is one end of a connection; only a socket that listens accepts others.',
    help: 'Call `accept()` on the socket on which the server called `listen()`.',
  },
  {
    id: 'accept-after-shutdown',
    when: (failed) =>
      isError(failed, 'EINVAL') &&
      isCallOf(failed, 'accept') &&
      failed.record?.state === 'CLOSED' &&
      hasDone(failed, 'listen'),
    why: 'This socket does not listen any more: `shutdown()` has ended it.',
    help: 'Call `s.listen()` again, and `s.accept()` after it.',
  },
  {
    id: 'accept-before-listen',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, 'accept') && failed.record?.local != null,
    why: 'This socket has an address, but it does not listen: `listen()` was not called.',
    help: 'Call `s.listen()` first, and `s.accept()` after it.',
  },
  {
    id: 'accept-before-bind',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, 'accept'),
    why: 'This socket does not listen, so it has no connection to accept.',
    help: 'Call `bind()` and `listen()` on it first.',
  },
  {
    id: 'datagram-accepts',
    when: (failed) => isError(failed, 'EOPNOTSUPP') && isCallOf(failed, 'accept', 'listen'),
    why: 'Sockets of this type have no connections, so they cannot listen or accept.',
    help: 'Create the socket with `SOCK_STREAM`; a datagram socket needs only `bind()`, and then `recv()`.',
  },
  {
    id: 'aborted-before-accept',
    when: (failed) => isError(failed, 'ECONNABORTED'),
    why: 'The connection was aborted before the call could take it.',
    help: 'Call again for the next one; a client has to create another socket and connect it.',
  },
  {
    id: 'accept-timed-out',
    when: (failed) => isTimedOut(failed) && isCallOf(failed, 'accept'),
    why: 'The timeout of the socket passed, and no client had connected; the socket still listens.',
    help: 'Call `accept()` again, set a longer timeout with `settimeout()`, or start the client first.',
  },
];
