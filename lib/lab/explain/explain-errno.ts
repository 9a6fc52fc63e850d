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

/** The port of the address that a call names; `null`: it names none. */
function portOf({ args: [address] }: LabCall): number | null {
  if (typeof address !== 'object' || address === null || !('tuple' in address)) return null;
  const [, port]: readonly PythonValue[] = address.tuple;
  return typeof port === 'number' ? port : null;
}

function inUse({ call, snapshot }: Failure): Explanation {
  const port = portOf(call);
  const holders = [...snapshot.sockets.values()].filter(({ local }) => port !== null && local?.port === port);
  const where = port === null ? 'that port' : `port ${String(port)}`;
  const listener = holders.find(({ state }) => state === 'LISTEN');
  if (call.name === 'connect' || call.name === 'connect_ex' || port === 0)
    return {
      why: 'No port of this computer is free for it.',
      help: 'Close sockets that are not needed, and try again.',
    };
  if (listener !== undefined)
    return {
      why: `\`${listener.program ?? 'A program'}\` listens on ${where} already, and a port has one listener.`,
      help: 'Close that socket first, or choose another port; `SO_REUSEADDR` does not help against a listener.',
    };
  if (holders.some(({ state }) => state === 'TIME-WAIT'))
    return {
      why: `A connection of ${where} that this side closed first is still in TIME-WAIT, for 60 s.`,
      help: 'Call `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` before `bind()`, or wait for a minute.',
    };
  return {
    why: `Another socket has ${where} already.`,
    help: 'Close that socket first, choose another port, or call `s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)` before `bind()` when only an old connection is left.',
  };
}

function notConnected({ call, record }: Failure): Explanation {
  if (record?.state === 'LISTEN')
    return {
      why: 'This socket listens: it accepts connections but is not one itself.',
      help: `Call \`accept()\` on it, and \`${call.name}()\` on the socket that this returns.`,
    };
  if (record?.state === 'SYN-SENT')
    return {
      why: 'The handshake has not ended yet, so there is no connection.',
      help: 'Wait until it is ESTABLISHED, and call again.',
    };
  if (record?.state === 'CLOSED' || record === null)
    return {
      why: 'This socket has no connection: none was made, or it is over.',
      help: 'Call `connect()` first; a server uses the socket that `accept()` returns.',
    };
  return {
    why: 'The connection of this socket has been ended already.',
    help: 'Open another socket, and connect it.',
  };
}

function invalid({ call, record }: Failure): Explanation {
  switch (call.name) {
    case 'accept':
      return record?.state === 'CLOSED' && record.local !== null
        ? {
            why: 'This socket does not listen: `listen()` was not called, or `shutdown()` has ended it while `accept()` waited.',
            help: 'Call `s.listen()` first, and `s.accept()` after it.',
          }
        : {
            why: 'This socket does not listen, so no connection can be taken from it.',
            help: 'Call `bind()` and `listen()` on it first.',
          };
    case 'bind':
      if (record?.state === 'LISTEN')
        return {
          why: 'This socket listens already, so it has its port: one that the kernel picked, if `bind()` was not called.',
          help: 'Call `bind()` once, before `listen()`.',
        };
      return {
        why: 'This socket has an address already, and gets one only once.',
        help: 'Open another socket for another address.',
      };
    case 'listen':
      return {
        why: 'This socket is connected, or is connecting, and so cannot listen.',
        help: 'Open another socket, and call `bind()` and `listen()` on it.',
      };
    case 'connect':
    case 'connect_ex':
      return {
        why: 'A socket cannot go where this address leads, or from the address that it is bound to.',
        help: "Connect to an address that somebody listens on, such as `('127.0.0.1', 65000)`.",
      };
    default:
      return {
        why: `An argument of \`${call.name}()\` is one that the kernel does not know, or the socket is in a state that does not allow it.`,
        help: 'Check the arguments and their order, and the state of the socket.',
      };
  }
}

function wouldBlock({ call }: Failure): Explanation {
  const what: Partial<Record<LabCall['name'], string>> = {
    accept: 'no connection waits to be accepted',
    recv: 'nothing has arrived that was not read',
    send: 'there is no room in the send buffer',
    sendall: 'there is no room in the send buffer',
  };
  return {
    why: `The call would have to wait, since ${what[call.name] ?? 'nothing is ready'}, and this socket does not block.`,
    help: 'Call again later, wait with `poll()`, or let it wait with `s.setblocking(True)`.',
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
  why: 'The limit on open descriptors is reached.',
  help: 'Close a socket first.',
};
const notAllowed = ({ call }: Failure): Explanation =>
  call.name === 'bind'
    ? {
        why: 'Ports below 1024 belong to the system: an ordinary program may not bind them.',
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
          why: 'This address is not one of this computer, and a socket is bound only to its own.',
          help: "Bind `'127.0.0.1'`, or `''` for every address of this computer.",
        }
      : {
          why: 'There is no way to that address from here, or no free port to go from.',
          help: "Connect to an address and a port that somebody listens on, such as `('127.0.0.1', 65000)`; port 0 is none.",
        },
  EAFNOSUPPORT: {
    why: 'The address is of another family than the socket, or the family is not known here.',
    help: "Open the socket with `AF_INET` for addresses such as `'127.0.0.1'`, and with `AF_INET6` for `'::1'`.",
  },
  EAGAIN: wouldBlock,
  EWOULDBLOCK: wouldBlock,
  EALREADY: {
    why: 'The handshake that an earlier `connect()` began has not ended yet.',
    help: 'Wait with `poll()` until the socket can be written, or let `connect()` wait with `s.setblocking(True)`.',
  },
  EINPROGRESS: {
    why: 'The SYN was sent, and this socket does not wait for the answer; the handshake goes on in the kernel.',
    help: 'Wait with `poll()` until the socket can be written, and ask `s.getsockopt(SOL_SOCKET, SO_ERROR)` how it ended.',
  },
  EBADF: {
    why: 'This socket is closed, so it has no descriptor any more.',
    help: 'Open another one with `socket()`.',
  },
  ECONNABORTED: {
    why: 'The connection was given up before the call could take it.',
    help: 'Call again for the next one; a client has to open another socket and connect it.',
  },
  ECONNREFUSED: ({ call }) => {
    const port = portOf(call);
    return {
      why: `The kernel answered with RST, since nobody listens on ${port === null ? 'that port' : `port ${String(port)}`} of that address.`,
      help: 'Start the server first, and check that both name the same address and port; `bind()` alone is not enough, it takes `listen()`.',
    };
  },
  ECONNRESET: ({ call }) => ({
    why: isSending(call)
      ? 'The other side has given the connection up with RST, so what was sent can reach nobody.'
      : 'The other side has given the connection up with RST: it was closed with unread data, or there was no socket any more for what was sent.',
    help: 'Close this socket, and connect a new one; let the other side read everything before it closes.',
  }),
  EDESTADDRREQ: {
    why: 'This socket does not know where to send to.',
    help: 'Call `connect()` first.',
  },
  EDOM: {
    why: 'A time in the option is larger than the kernel takes.',
    help: 'Give a smaller number.',
  },
  EFAULT: {
    why: 'The kernel could not read an argument from memory.',
    help: 'Check the arguments of the call.',
  },
  EHOSTUNREACH: {
    why: 'There is no way to that computer from the network of this lab.',
    help: "Use an address of this computer, such as `'127.0.0.1'`.",
  },
  ENETUNREACH: {
    why: 'There is no way to that network from the network of this lab, which has the loopback interface alone.',
    help: "Use an address of this computer, such as `'127.0.0.1'`.",
  },
  ENETDOWN: {
    why: 'The network interface is switched off.',
    help: 'Begin again with a fresh network.',
  },
  EINTR: {
    why: 'A signal ended the call while it waited; nothing of what it waited for is lost.',
    help: 'Call again to go on waiting.',
  },
  EINVAL: invalid,
  EISCONN: ({ call }) => ({
    why: isSending(call)
      ? 'The socket is connected, and the call names another address.'
      : 'This socket has a connection already, and a socket has only one in its life.',
    help: 'Open another socket for another connection.',
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
    why: 'The kernel knows no such option at this level.',
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
          why: 'Sockets of this type have no connections, so nobody can listen on them or accept one.',
          help: 'Open the socket with `SOCK_STREAM`.',
        }
      : {
          why: `A socket ${record?.state === 'LISTEN' ? 'that listens' : 'of this kind'} cannot do this.`,
          help: 'Use a connected socket, or leave out the flag that it does not know.',
        },
  EPIPE: ({ record }) =>
    record?.state === 'FIN-WAIT-1' || record?.state === 'FIN-WAIT-2' || record?.state === 'LAST-ACK'
      ? {
          why: 'This program has ended its own direction with `shutdown()`, so it cannot send any more.',
          help: 'Send everything before `shutdown()`; `recv()` still works.',
        }
      : {
          why: 'Nobody reads at the other end any more: this socket has no connection, or the one that it had was closed or reset.',
          help: "Connect first, and stop sending once `recv()` gives `b''`.",
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
    help: 'Open it with `SOCK_STREAM`.',
  },
  ETIMEDOUT: ({ call }) => ({
    why:
      call.name === 'connect'
        ? 'The kernel has sent the SYN again and again, and no answer has come, so it has given up.'
        : 'What was sent was never acknowledged, so the kernel has given the connection up.',
    help: 'Check whether segments get lost, or whether the queue of the listening socket is full, and connect a new socket.',
  }),
  ESHUTDOWN: {
    why: 'This direction of the connection has been ended already.',
    help: 'Send everything before `shutdown()`.',
  },
  EAI_NONAME: {
    why: 'No computer of that name is known; the lab looks only into the list of names that this computer has itself.',
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
