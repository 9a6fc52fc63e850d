import { isCallOf, isError, type Situation } from '#lib/lab/explain/situations/situation.ts';

/** Descriptors, signals, memory, and what the kernel says of arguments in general. */
export const systemSituations: readonly Situation[] = [
  {
    id: 'closed',
    when: (failed) => isError(failed, 'EBADF'),
    why: 'This socket is closed, so it has no descriptor any more.',
    help: 'Create another one with `socket()`.',
  },
  {
    id: 'not-of-a-socket',
    when: (failed) => isError(failed, 'ENOTSOCK'),
    why: 'This descriptor is not that of a socket.',
    help: 'Use one that `socket()` or `accept()` returned.',
  },
  {
    id: 'too-many-descriptors',
    when: (failed) => isError(failed, 'EMFILE', 'ENFILE'),
    why: 'The program, or the whole system, has as many open descriptors as it may have.',
    help: 'Close a socket first.',
  },
  {
    id: 'no-memory',
    when: (failed) => isError(failed, 'ENOBUFS', 'ENOMEM'),
    why: 'The kernel has no memory left for this.',
    help: 'Close sockets that are not needed, and try again.',
  },
  {
    id: 'connect-interrupted',
    when: (failed) =>
      isError(failed, 'EINTR', 'KeyboardInterrupt') && isCallOf(failed, 'connect', 'connect_ex'),
    why: 'A signal, such as that of Ctrl-C, interrupted the call while it waited; the handshake goes on without it.',
    help: 'Close the socket, and connect a new one.',
  },
  {
    id: 'interrupted',
    when: (failed) => isError(failed, 'EINTR'),
    why: 'A signal ended the system call while it waited; the call has taken nothing.',
    help: 'Call again to keep waiting. Python itself does that (PEP 475), unless the handler of the signal raises an exception, such as `KeyboardInterrupt` after Ctrl-C.',
  },
  {
    // Of a `send()` that the kernel took a part of, Python gives no number: it raises the exception instead.
    id: 'keyboard-interrupt-while-sending',
    when: (failed) => isError(failed, 'KeyboardInterrupt') && isCallOf(failed, 'send', 'sendall'),
    why: 'Ctrl-C interrupted the call while it waited; a part of the bytes may be on its way, and the call does not report how much.',
    help: 'Do not call it again: the other side might get bytes twice. Close the socket, and start over with a new one.',
  },
  {
    id: 'keyboard-interrupt',
    when: (failed) => isError(failed, 'KeyboardInterrupt'),
    why: 'Ctrl-C interrupted the call while it waited; the socket is as it was.',
    help: 'Call again to keep waiting; a program can catch the exception, close its sockets, and end.',
  },
  {
    id: 'unknown-protocol',
    when: (failed) => isError(failed, 'EPROTONOSUPPORT'),
    why: 'There is no such protocol for sockets of this family and type.',
    help: 'Leave the third argument out: `socket(AF_INET, SOCK_STREAM)`.',
  },
  {
    id: 'protocol-of-another-type',
    when: (failed) => isError(failed, 'EPROTOTYPE'),
    why: 'The protocol does not go with this type of socket.',
    help: 'Leave the third argument out: `socket(AF_INET, SOCK_STREAM)`.',
  },
  {
    id: 'unknown-type',
    when: (failed) => isError(failed, 'ESOCKTNOSUPPORT'),
    why: 'There are no sockets of this type in this family.',
    help: 'Create it with `SOCK_STREAM`.',
  },
  {
    id: 'argument-not-read',
    when: (failed) => isError(failed, 'EFAULT'),
    why: 'The kernel could not read an argument from memory.',
    help: 'Check the arguments of the call.',
  },
  {
    id: 'argument-not-accepted',
    when: (failed) => isError(failed, 'EINVAL'),
    why: ({ call: { name } }) =>
      `The kernel does not accept an argument of \`${name}()\`, or the state of the socket does not allow the call.`,
    help: 'Check the arguments and their order, and the state of the socket.',
  },
];
