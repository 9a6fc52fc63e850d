import {
  type FailedCall,
  hadReuseAddress,
  hasDone,
  holdersOf,
  isOn,
  isWildcard,
  namedIn,
  wantedBy,
} from '#lib/lab/explain/situations/failed-call.ts';
import { isCallOf, isError, type Situation } from '#lib/lab/explain/situations/situation.ts';
import type { SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { TcpState } from '#lib/lab/protocol/tcp-state.ts';

function portText(failed: FailedCall): string {
  const port = wantedBy(failed)?.port;
  return port === undefined ? 'that port' : `port ${String(port)}`;
}

/** The socket that is in the way, by what it does; `undefined`: none is known. */
function holder(failed: FailedCall, isMeant: (record: SocketRecord) => boolean): SocketRecord | undefined {
  const wanted = wantedBy(failed);
  return wanted === null ? undefined : holdersOf(failed, wanted).find(isMeant);
}

const isListening = ({ state }: SocketRecord): boolean => state === 'LISTEN';
const isRemembered = ({ state }: SocketRecord): boolean => state === 'TIME-WAIT';
const open: ReadonlySet<TcpState | null> = new Set<TcpState>([
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSE-WAIT',
  'CLOSING',
  'LAST-ACK',
]);
const isOpen = ({ state }: SocketRecord): boolean => open.has(state);

/** An IPv6 socket at all addresses, in the way of one for IPv4. */
function dualStack(failed: FailedCall): 'other' | 'own' | null {
  const { record } = failed;
  const own = wantedBy(failed)?.address;
  if (record === null || own === undefined) return null;
  const inTheWay = holder(failed, ({ family }) => family !== record.family);
  if (inTheWay === undefined) return null;
  if (inTheWay.family === 'AF_INET6') return inTheWay.local?.address === '::' ? 'other' : null;
  return own === '::' || own === '' ? 'own' : null;
}

function owner(record: SocketRecord | undefined): string {
  return record?.program === null || record === undefined ? 'A program' : `\`${record.program}\``;
}

/** Another place for the socket, where there is one. */
function elsewhere(failed: FailedCall, record: SocketRecord | undefined): string {
  const wanted = wantedBy(failed)?.address ?? '';
  const isFree = record?.local != null && !isWildcard(record.local.address) && record.family === 'AF_INET';
  return isFree && !isWildcard(wanted)
    ? "choose another port, or another address such as `'127.0.0.2'`"
    : 'choose another port';
}

function isOwn({ program }: FailedCall, record: SocketRecord | undefined): boolean {
  return program !== null && record?.program === program.name && record.fd !== null;
}

function isInUse(failed: FailedCall): boolean {
  return isError(failed, 'EADDRINUSE');
}

function reuses({ history }: FailedCall): boolean {
  return isOn(history, 'SO_REUSEADDR');
}

/** The calls by which a packet leaves the computer. */
const transfers = ['connect', 'connect_ex', 'send', 'sendall'] as const;

/** Addresses and ports that a socket cannot have. */
export const addressSituations: readonly Situation[] = [
  {
    id: 'no-port-left',
    when: (failed) => isInUse(failed) && isCallOf(failed, 'bind') && wantedBy(failed)?.port === 0,
    why: 'No port is free in the range from which the kernel picks one.',
    help: 'Close sockets that are not needed, and try again.',
  },
  {
    id: 'in-use-for-connection',
    when: (failed) => isInUse(failed) && isCallOf(failed, 'connect', 'connect_ex'),
    why: 'This address and port are in use; on Windows it also means that no ephemeral port is free.',
    help: 'Close sockets that are not needed, and connect a new one, without `bind()` before it.',
  },
  {
    id: 'ipv6-socket-takes-ipv4',
    when: (failed) => isInUse(failed) && dualStack(failed) === 'other',
    why: (failed) =>
      `${owner(holder(failed, ({ family }) => family === 'AF_INET6'))} has an IPv6 socket at \`'::'\`, which on Linux takes IPv4 connections to ${portText(failed)}, too.`,
    help: 'On the IPv6 socket call `setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)` before `bind()`, or choose another port.',
  },
  {
    id: 'ipv6-socket-wants-ipv4',
    when: (failed) => isInUse(failed) && dualStack(failed) === 'own',
    why: (failed) =>
      `At \`'::'\` this socket would take IPv4 connections on Linux, too, and ${owner(holder(failed, ({ family }) => family === 'AF_INET'))} has ${portText(failed)} for IPv4.`,
    help: 'Call `s.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 1)` before `bind()`, or choose another port.',
  },
  {
    id: 'own-listener',
    when: (failed) => isInUse(failed) && isOwn(failed, holder(failed, isListening)),
    why: (failed) => `This program itself listens on ${portText(failed)} already, with another socket.`,
    help: (failed) =>
      `Call \`accept()\` on that socket, or close it first; to keep both, ${elsewhere(failed, holder(failed, isListening))}.`,
  },
  {
    id: 'listener-and-reuseaddr',
    when: (failed) => isInUse(failed) && reuses(failed) && holder(failed, isListening) !== undefined,
    why: (failed) =>
      `\`SO_REUSEADDR\` is set, but ${owner(holder(failed, isListening))} listens on ${portText(failed)}, and on Linux the option does not help against that.`,
    help: (failed) => `Close that socket first, or ${elsewhere(failed, holder(failed, isListening))}.`,
  },
  {
    id: 'listener',
    when: (failed) => isInUse(failed) && holder(failed, isListening) !== undefined,
    why: (failed) =>
      `${owner(holder(failed, isListening))} listens on ${portText(failed)} already, at the same address or at all addresses.`,
    help: (failed) =>
      `Close that socket first, or ${elsewhere(failed, holder(failed, isListening))}; on Linux \`SO_REUSEADDR\` does not help against a socket that listens.`,
  },
  {
    id: 'time-wait-without-option',
    when: (failed) => isInUse(failed) && reuses(failed) && holder(failed, isRemembered) !== undefined,
    why: (failed) =>
      `\`SO_REUSEADDR\` is set here, but the earlier socket of ${portText(failed)}, whose connection is still in TIME-WAIT, had not set it.`,
    help: 'Wait for a minute, this once: set the option before `bind()` in every run, and it helps from then on.',
  },
  {
    id: 'time-wait-with-option',
    when: (failed) =>
      isInUse(failed) &&
      holder(failed, isRemembered) !== undefined &&
      hadReuseAddress(failed, wantedBy(failed)?.port ?? 0),
    why: (failed) =>
      `A connection of ${portText(failed)} is still in TIME-WAIT; the earlier socket had set \`SO_REUSEADDR\`, and this one has not.`,
    help: 'Call `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` on this socket, too, and then `bind()`.',
  },
  {
    id: 'time-wait',
    when: (failed) => isInUse(failed) && holder(failed, isRemembered) !== undefined,
    why: (failed) =>
      `A connection of ${portText(failed)} that this side closed first is still in TIME-WAIT, on Linux for 60 s.`,
    help: 'Wait for a minute. From then on call `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` before `bind()` in every run: the option helps if the earlier socket had set it, too.',
  },
  {
    id: 'connection-still-open',
    when: (failed) => isInUse(failed) && holder(failed, isOpen) !== undefined,
    why: (failed) =>
      `No socket listens on ${portText(failed)} any more, but a connection that was accepted there still exists.`,
    help: 'End that connection, the other side first, or choose another port. `SO_REUSEADDR` helps if both sockets set it before `bind()`.',
  },
  {
    id: 'in-use-outside',
    when: (failed) => isInUse(failed) && failed.program === null,
    why: (failed) =>
      `Another socket has ${portText(failed)}: one that listens, often of an earlier run that has not ended, or a connection that is still in TIME-WAIT.`,
    help: 'End the other program, or choose another port. On Linux and macOS set `SO_REUSEADDR` before `bind()` in every run, which helps against TIME-WAIT.',
  },
  {
    id: 'bound-by-another',
    when: isInUse,
    why: (failed) => `Another socket has ${portText(failed)} already.`,
    help: (failed) =>
      `Close that socket first, or ${elsewhere(
        failed,
        holder(failed, () => true),
      )}.`,
  },
  {
    id: 'address-of-another-computer',
    when: (failed) => isError(failed, 'EADDRNOTAVAIL') && isCallOf(failed, 'bind'),
    why: 'This address does not belong to this computer, and by default `bind()` takes only addresses that do.',
    help: "Bind `'127.0.0.1'`, or `''` for every address of this computer.",
  },
  {
    id: 'no-port-for-connection',
    when: (failed) => isError(failed, 'EADDRNOTAVAIL'),
    why: 'No ephemeral port is free, or this pair of addresses and ports already has a connection, or the address is not one to connect to.',
    help: "Close sockets that are not needed, or connect to an address on which a socket listens, such as `('127.0.0.1', 65000)`.",
  },
  {
    id: 'low-port',
    when: (failed) => isError(failed, 'EACCES', 'EPERM') && isCallOf(failed, 'bind'),
    why: ({ snapshot: { network } }) =>
      `On Linux an ordinary program may not bind to a port below ${String(network?.settings.firstUnprivilegedPort ?? 1024)}, unless a setting of the system allows it.`,
    help: ({ program, snapshot: { network } }) =>
      `Choose a port from ${String(network?.settings.firstUnprivilegedPort ?? 1024)} on.${program === null ? '' : ' Only a guided lab whose script says `as-root` may bind lower ones.'}`,
  },
  {
    id: 'broadcast',
    when: (failed) =>
      isError(failed, 'EACCES') && isCallOf(failed, ...transfers) && failed.record?.type === 'SOCK_DGRAM',
    why: 'This is a broadcast address, and a socket may send to one only after it has set `SO_BROADCAST`.',
    help: "Use the address of one computer, such as `'127.0.0.1'`.",
  },
  {
    id: 'forbidden-by-policy',
    when: (failed) => isError(failed, 'EACCES', 'EPERM') && isCallOf(failed, ...transfers),
    why: 'A firewall or a security policy of this computer forbids it.',
    help: 'Check the rules of its firewall, and whether the program runs in a sandbox. A datagram socket needs `SO_BROADCAST` before it sends to a broadcast address.',
  },
  {
    id: 'not-allowed',
    when: (failed) => isError(failed, 'EACCES', 'EPERM'),
    why: ({ call: { name } }) => `An ordinary program may not do what \`${name}()\` asks for.`,
    help: ({ program }) =>
      `Choose another address or option.${program === null ? '' : ' Only a guided lab whose script says `as-root` may do more.'}`,
  },
  {
    id: 'address-twice',
    when: (failed) =>
      isError(failed, 'EINVAL') && isCallOf(failed, 'bind') && failed.record?.state !== 'LISTEN',
    why: (failed) =>
      hasDone(failed, 'connect', 'connect_ex') && !hasDone(failed, 'bind')
        ? 'This socket has an address already: `connect()` gave it one.'
        : 'This socket has an address already, and gets one only once.',
    help: 'Create another socket for another address.',
  },
  {
    id: 'address-while-listening',
    when: (failed) => isError(failed, 'EINVAL') && isCallOf(failed, 'bind'),
    why: 'This socket listens already, so it has a port: one that the kernel picked, if `bind()` was not called.',
    help: 'Create another socket, and call `bind()` before `listen()`.',
  },
  {
    id: 'unknown-family',
    when: (failed) => isError(failed, 'EAFNOSUPPORT') && isCallOf(failed, 'socket'),
    why: 'This family of addresses is not known here.',
    help: 'Create the socket with `AF_INET` or `AF_INET6`.',
  },
  {
    id: 'address-of-another-family',
    when: (failed) => isError(failed, 'EAFNOSUPPORT'),
    why: 'The address is of another family than the socket.',
    help: "Create the socket with `AF_INET` for addresses such as `'127.0.0.1'`, and with `AF_INET6` for `'::1'`.",
  },
  {
    id: 'no-route',
    when: (failed) =>
      isError(failed, 'ENETUNREACH', 'EHOSTUNREACH') &&
      failed.program !== null &&
      namedIn(failed.call) !== null,
    why: ({ call }) =>
      `No route leads to \`${namedIn(call)?.address ?? ''}\`, or it is a broadcast address; a private network of the lab has only the loopback interface.`,
    help: "Use an address of this computer, such as `'127.0.0.1'`.",
  },
  {
    id: 'unreachable',
    when: (failed) => isError(failed, 'ENETUNREACH', 'EHOSTUNREACH'),
    why: 'No computer with that address can be reached from here.',
    help: "Check the address and the network of this computer; `'127.0.0.1'` can normally be reached.",
  },
  {
    id: 'interface-off',
    when: (failed) => isError(failed, 'ENETDOWN'),
    why: 'The network interface is switched off.',
    help: 'Begin again with a fresh network.',
  },
];
