import { type CodeInfo, codesOf } from '#lib/lab/protocol/codes.ts';

/** Messages that were understood and not carried out; the session goes on. */
export const refusals = {
  PROGRAMS_LIMIT: {
    message: 'The session has as many programs as it may.',
    help: 'Let a program exit first.',
  },
  THREADS_LIMIT: {
    message: 'The program has as many threads as it may.',
    help: 'Use a thread that is free.',
  },
  SOCKETS_LIMIT: {
    message:
      'The session has as many sockets as it may. Those count, too, that wait in an accept queue, and closed ones that the kernel still keeps, as in TIME-WAIT.',
    help: 'Close a socket, wait until the kernel has let go of the closed ones, or reset the lab.',
  },
  BYTES_LIMIT: {
    message: 'The call names more bytes than one call may.',
    help: 'Send them in several calls.',
  },
  BUFFERS_LIMIT: {
    message: 'The sockets of the session hold as many bytes as they may.',
    help: 'Let a program read them, or close a socket.',
  },
  CALLS_PER_SECOND: {
    message: 'Calls came faster than a session may make them.',
    help: 'Wait a second and go on.',
  },
  THREAD_BUSY: {
    message: 'This thread is still in a call.',
    help: 'Wait for it, interrupt it, or use another thread.',
  },
  HOST_UNKNOWN: {
    message: 'The session has no such host, or the program runs on another.',
    help: 'Leave out `host`: there is one, which has no name.',
  },
  PROGRAM_UNKNOWN: { message: 'No such program is running.', help: 'Begin it with its first call.' },
  RESET_NOT_POSSIBLE: {
    message: 'The kernel gives no fresh network now, so everything stays as it is.',
    help: 'Try again in a moment.',
  },
  NOTHING_TO_INTERRUPT: {
    message: 'No call of this thread is waiting.',
    help: 'Interrupt a call while it is blocked.',
  },
  CONSTANT_NOT_HERE: {
    message: 'This operating system does not have that constant.',
    help: 'Use another, or run the lab on Linux.',
  },
  CONNECT_OUTSIDE: {
    message:
      'Without a private network, a program may connect only to ports of its own session, or to ports of this computer on which nothing listens.',
    help: 'Connect to a port that a program of this lab listens on.',
  },
  BIND_OUTSIDE: {
    message: 'Without a private network, a program may bind only addresses of the loopback interface.',
    help: 'Bind 127.0.0.1 or ::1.',
  },
  DATAGRAM_OUTSIDE: {
    message: 'Without a private network there are no datagram sockets.',
    help: 'Use SOCK_STREAM.',
  },
  SOCKET_NOT_OFFERED: {
    message: 'The lab offers TCP and UDP sockets over IPv4 and IPv6, no other kind.',
    help: 'Check the order of the arguments: socket(AF_INET, SOCK_STREAM).',
  },
  OPTION_NOT_OFFERED: {
    message: 'The lab does not offer this socket option or flag.',
    help: 'Use one whose constant docs/lab-scripts.md lists.',
  },
  LOSS_NOT_POSSIBLE: {
    message: 'This host does not let the lab drop segments.',
    help: 'Run the lab where it can have a private network.',
  },
  LOSS_NO_SOCKET: {
    message: 'That descriptor is no TCP socket of the program on which this can get lost.',
    help: 'Name a connected socket; on a listening one only the handshake, or all, can get lost.',
  },
  LOSS_NO_PEER: {
    message: 'The other end has no descriptor yet, so nothing can be lost on the way to it.',
    help: 'Accept the connection first.',
  },
} as const satisfies Record<string, CodeInfo>;

export type RefusalCode = keyof typeof refusals;

export const refusalCodes = codesOf(refusals);
