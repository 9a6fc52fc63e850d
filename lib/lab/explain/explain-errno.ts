import type { LabCall, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

/** Why it happened, and the way out: a sentence each. */
export interface Explanation {
  readonly why: string;
  readonly help: string;
}

/** A failed call, and what is known of its socket. */
interface Failure {
  readonly call: LabCall;
  /** What the kernel says of the socket; `null`: nothing. */
  readonly record: SocketRecord | null;
  readonly snapshot: Snapshot;
}

function recordOf(call: LabCall, snapshot: Snapshot): SocketRecord | null {
  if (!('fd' in call)) return null;
  for (const { descriptors, lines } of snapshot.programs) {
    // The call's own program: it is the one that has just made it.
    if (!lines.some((line) => line.kind === 'call' && line.call === call)) continue;
    return descriptors.find(({ fd }) => fd === call.fd)?.record ?? null;
  }
  return null;
}

/** Host and port of the address that a call names; `null`: it names none. */
function addressOf({ args: [address] }: LabCall): { host: PythonValue; port: number } | null {
  if (typeof address !== 'object' || address === null || !('tuple' in address)) return null;
  const [host = null, port]: readonly PythonValue[] = address.tuple;
  return typeof port === 'number' ? { host, port } : null;
}

/** The port of the address that a call names; `null`: it names none. */
function portOf(call: LabCall): number | null {
  return addressOf(call)?.port ?? null;
}

const wildcards: readonly PythonValue[] = ['', '0.0.0.0', '::'];

/** Whether two sockets with one port and these addresses are in each other's way; names such as `localhost` may be. */
function isSameAddress(host: PythonValue, address: string): boolean {
  if (host === address || wildcards.includes(host) || wildcards.includes(address)) return true;
  return typeof host === 'string' && !/^[\d.]+$|:/.test(host);
}

function inUse({ call, record, snapshot }: Failure): Explanation {
  const own = record?.local ?? null;
  const wanted = addressOf(call) ?? (own && { host: own.address, port: own.port });
  const port = wanted?.port ?? null;
  const holders = [...snapshot.sockets.values()].filter(
    ({ id, local }) =>
      id !== record?.id &&
      local !== null &&
      local.port === port &&
      isSameAddress(wanted?.host ?? null, local.address),
  );
  const where = port === null ? 'that port' : `port ${String(port)}`;
  const listener = holders.find(({ state }) => state === 'LISTEN');
  if (call.name === 'connect' || call.name === 'connect_ex' || port === 0)
    return {
      why: 'No port is free in the range from which the kernel picks one.',
      help: 'Close sockets that are not needed, and try again.',
    };
  if (listener !== undefined)
    return {
      why: `\`${listener.program ?? 'A program'}\` listens on ${where} already, at the same address or at all addresses.`,
      help: 'Close that socket first, or choose another port; on Linux `SO_REUSEADDR` does not help against a socket that listens.',
    };
  if (holders.some(({ state }) => state === 'TIME-WAIT'))
    return {
      why: `A connection of ${where} that this side closed first is still in TIME-WAIT, on Linux for 60 s.`,
      help: 'Wait for a minute. From then on call `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` before `bind()` in every run: the option helps if the earlier socket had set it, too.',
    };
  return {
    why: `Another socket has ${where} already.`,
    help: 'Close that socket first, or choose another port.',
  };
}

function notConnected({ call, record }: Failure): Explanation {
  if (record?.state === 'LISTEN')
    return {
      why: 'This socket listens: it accepts connections, but has no other end itself.',
      help: `Call \`accept()\` on it, and \`${call.name}()\` on the socket that this returns.`,
    };
  if (record?.state === 'SYN-SENT')
    return {
      why: 'The handshake has not ended yet, so there is no connection.',
      help: 'Wait until the socket is ESTABLISHED, and call again.',
    };
  if (record?.state === 'CLOSED' || record === null)
    return {
      why: 'This socket has no connection: none was made, or it is over.',
      help: 'Connect a new socket; a server uses the socket that `accept()` returns.',
    };
  return {
    why: 'The connection of this socket has ended already.',
    help: 'Create another socket, and connect it.',
  };
}

function invalid({ call, record }: Failure): Explanation {
  switch (call.name) {
    case 'accept':
      return record?.state === 'CLOSED' && record.local !== null
        ? {
            why: 'This socket does not listen: `listen()` was not called, or `shutdown()` has ended it.',
            help: 'Call `s.listen()` first, and `s.accept()` after it.',
          }
        : {
            why: 'This socket does not listen, so it has no connection to accept.',
            help: 'Call `bind()` and `listen()` on it first.',
          };
    case 'bind':
      if (record?.state === 'LISTEN')
        return {
          why: 'This socket listens already, so it has a port: one that the kernel picked, if `bind()` was not called.',
          help: 'Create another socket, and call `bind()` before `listen()`.',
        };
      return {
        why: 'This socket has an address already, and gets one only once.',
        help: 'Create another socket for another address.',
      };
    case 'listen':
      return {
        why: 'This socket is connected, or is connecting, and so cannot listen.',
        help: 'Create another socket, and call `bind()` and `listen()` on it.',
      };
    case 'connect':
    case 'connect_ex':
      return {
        why: 'No route leads from the address to which this socket is bound to the address that the call names.',
        help: "Connect a socket that is not bound, or choose an address of this computer, such as `('127.0.0.1', 65000)`.",
      };
    default:
      return {
        why: `The kernel does not accept an argument of \`${call.name}()\`, or the state of the socket does not allow the call.`,
        help: 'Check the arguments and their order, and the state of the socket.',
      };
  }
}

function wouldBlock({ call }: Failure): Explanation {
  const what: Partial<Record<LabCall['name'], string>> = {
    accept: 'no connection waits to be accepted',
    recv: 'there are no unread bytes',
    send: 'there is no room in the send buffer',
    sendall: 'there is no room in the send buffer for the rest',
  };
  return {
    why: `The call would have to wait, since ${what[call.name] ?? 'nothing is ready'}, and this socket does not block.`,
    help:
      call.name === 'sendall'
        ? 'Call `send()` instead, which says how many bytes the kernel took, or let it wait with `s.setblocking(True)`.'
        : 'Call again later, wait with `poll()`, or let it wait with `s.setblocking(True)`.',
  };
}

function isSending({ name }: LabCall): boolean {
  return name === 'send' || name === 'sendall';
}

type Explain = Explanation | ((failure: Failure) => Explanation);

const noMemory: Explanation = {
  why: 'The kernel has no memory left for this.',
  help: 'Close sockets that are not needed, and try again.',
};
const tooMany: Explanation = {
  why: 'The program, or the whole system, has as many open descriptors as it may have.',
  help: 'Close a socket first.',
};
const notAllowed = ({ call }: Failure): Explanation =>
  call.name === 'bind'
    ? {
        why: 'On Linux an ordinary program may not bind to a port below 1024, unless a setting of the system allows it.',
        help: 'Choose a port from 1024 on, or open the lab as root.',
      }
    : {
        why: `An ordinary program may not do what \`${call.name}()\` asks for.`,
        help: 'Choose another address or option, or open the lab as root.',
      };

const explanations: Readonly<Record<string, Explain>> = {
  EACCES: notAllowed,
  EPERM: notAllowed,
  EADDRINUSE: inUse,
  EADDRNOTAVAIL: ({ call }) =>
    call.name === 'bind'
      ? {
          why: 'This address does not belong to this computer, and `bind()` takes only addresses that do.',
          help: "Bind `'127.0.0.1'`, or `''` for every address of this computer.",
        }
      : {
          why: 'No port is free for this end of the connection, or the address is not one to connect to.',
          help: "Close sockets that are not needed, or connect to an address on which a socket listens, such as `('127.0.0.1', 65000)`.",
        },
  EAFNOSUPPORT: {
    why: 'The address is of another family than the socket, or the family is not known here.',
    help: "Create the socket with `AF_INET` for addresses such as `'127.0.0.1'`, and with `AF_INET6` for `'::1'`.",
  },
  EAGAIN: wouldBlock,
  EWOULDBLOCK: wouldBlock,
  EALREADY: {
    why: 'The handshake that an earlier `connect()` began has not ended yet.',
    help: 'Wait with `poll()` until the socket can be written, or let `connect()` wait with `s.setblocking(True)`.',
  },
  EINPROGRESS: {
    why: 'The kernel has sent the SYN, and this socket does not wait for the answer; the handshake goes on without the program.',
    help: 'Wait with `poll()` until the socket can be written, and ask `s.getsockopt(SOL_SOCKET, SO_ERROR)` how it ended.',
  },
  EBADF: {
    why: 'This socket is closed, so it has no descriptor any more.',
    help: 'Create another one with `socket()`.',
  },
  ECONNABORTED: {
    why: 'The connection was aborted before the call could take it.',
    help: 'Call again for the next one; a client has to create another socket and connect it.',
  },
  ECONNREFUSED: ({ call }) => {
    const port = portOf(call);
    const where = port === null ? 'that port' : `port ${String(port)}`;
    return {
      why: `No socket listens on ${where} of that address, so its kernel answered the SYN with RST.`,
      help: 'Start the server first, and check that both name the same address and port; the server has to call `listen()` after `bind()`. Then connect a new socket.',
    };
  },
  ECONNRESET: ({ call }) => ({
    why: isSending(call)
      ? 'The other side has aborted the connection with RST, so no program can receive these bytes.'
      : 'The other side has aborted the connection with RST: its socket was closed with unread bytes or with `SO_LINGER`, or there is no socket any more.',
    help: 'Close this socket, and connect a new one; let the other side read everything before it closes.',
  }),
  EDESTADDRREQ: {
    why: 'This socket does not know where to send to.',
    help: 'Call `connect()` first.',
  },
  EDOM: {
    why: 'A time in the option is out of the range that the kernel accepts.',
    help: 'Pass a smaller number.',
  },
  EFAULT: {
    why: 'The kernel could not read an argument from memory.',
    help: 'Check the arguments of the call.',
  },
  EHOSTUNREACH: {
    why: 'No computer with that address can be reached from the network of this lab.',
    help: "Use an address of this computer, such as `'127.0.0.1'`.",
  },
  ENETUNREACH: {
    why: 'No route leads to that address, or it is a broadcast address; a private network of the lab has only the loopback interface.',
    help: "Use an address of this computer, such as `'127.0.0.1'`.",
  },
  ENETDOWN: {
    why: 'The network interface is switched off.',
    help: 'Begin again with a fresh network.',
  },
  EINVAL: invalid,
  EISCONN: ({ record }) => ({
    why:
      record?.state === 'LISTEN'
        ? 'This socket listens, so it cannot connect.'
        : 'This socket has a connection already.',
    help: 'Create another socket for another connection.',
  }),
  EMFILE: tooMany,
  ENFILE: tooMany,
  EMSGSIZE: {
    why: 'The message is too long for one datagram.',
    help: 'Send less at once.',
  },
  ENOBUFS: noMemory,
  ENOMEM: noMemory,
  ENOPROTOOPT: {
    why: 'This level has no such option.',
    help: 'Check level and option: `SOL_SOCKET` goes with `SO_…`, `IPPROTO_TCP` with `TCP_…`.',
  },
  ENOTCONN: notConnected,
  ENOTSOCK: {
    why: 'This descriptor is not that of a socket.',
    help: 'Use one that `socket()` or `accept()` returned.',
  },
  EOPNOTSUPP: ({ call, record }) =>
    call.name === 'accept' || call.name === 'listen'
      ? {
          why: 'Sockets of this type have no connections, so they cannot listen or accept.',
          help: 'Create the socket with `SOCK_STREAM`.',
        }
      : {
          why: `A socket ${record?.state === 'LISTEN' ? 'that listens' : 'of this kind'} cannot do this.`,
          help: 'Use a connected socket, or leave out the flag.',
        },
  EPIPE: ({ record }) => {
    switch (record?.state) {
      case 'FIN-WAIT-1':
      case 'FIN-WAIT-2':
      case 'CLOSING':
      case 'LAST-ACK':
        return {
          why: 'This program has ended its own direction with `shutdown()`, so it cannot send any more.',
          help: 'Send everything before `shutdown()`; `recv()` still works.',
        };
      case 'LISTEN':
        return {
          why: 'This socket listens: it accepts connections, and carries no bytes itself.',
          help: 'Send on the socket that `accept()` returns.',
        };
      default:
        return {
          why: 'This socket has no connection: it was never connected, or its connection was shut down or reset before.',
          help: "Connect a new socket. `b''` from `recv()` alone is no reason to stop sending: it ends only the direction of the other side.",
        };
    }
  },
  EPROTONOSUPPORT: {
    why: 'There is no such protocol for sockets of this family and type.',
    help: 'Leave the third argument out: `socket(AF_INET, SOCK_STREAM)`.',
  },
  EPROTOTYPE: {
    why: 'The protocol does not go with this type of socket.',
    help: 'Leave the third argument out: `socket(AF_INET, SOCK_STREAM)`.',
  },
  ESOCKTNOSUPPORT: {
    why: 'There are no sockets of this type in this family.',
    help: 'Create it with `SOCK_STREAM`.',
  },
  ETIMEDOUT: ({ call }) => ({
    why:
      call.name === 'connect'
        ? 'The kernel has sent the SYN again and again without an answer, and has given up.'
        : 'The other side has acknowledged nothing for a long time, so the kernel has ended the connection.',
    help: 'Check whether segments get lost, or whether the queue of the listening socket is full, and connect a new socket.',
  }),
  ESHUTDOWN: {
    why: 'This direction of the connection has ended already.',
    help: 'Send everything before `shutdown()`.',
  },
  EAI_NONAME: {
    why: 'This computer knows no such name; the lab looks only into its own file of names, and asks no server.',
    help: "Check how the name is spelled, or write an address such as `'127.0.0.1'`.",
  },
  EAI_ADDRFAMILY: {
    why: 'The host has no address of the family of this socket.',
    help: "Use `'127.0.0.1'` with `AF_INET`, and `'::1'` with `AF_INET6`.",
  },
};

/** What an errno means for this call; `null` for one that calls on sockets do not have. */
export function explainErrno(call: LabCall, code: string, snapshot: Snapshot): Explanation | null {
  if (!Object.hasOwn(explanations, code)) return null;
  const explain = explanations[code];
  if (explain === undefined) return null;
  return typeof explain === 'function'
    ? explain({ call, record: recordOf(call, snapshot), snapshot })
    : explain;
}
