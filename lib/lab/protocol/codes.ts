/** What a code means: one sentence that says what happened, one that says what to do. */
interface CodeInfo {
  readonly happened: string;
  readonly todo: string;
}

interface FaultInfo extends CodeInfo {
  /** WebSocket close code that follows: RFC 6455 § 7.4 below 4000, this project's own from 4400. */
  readonly close: number;
}

/** Ends of a connection or a session. */
export const faults = {
  MESSAGE_NOT_TEXT: {
    close: 4400,
    happened: 'A binary message arrived.',
    todo: 'Send JSON in text frames.',
  },
  MESSAGE_NOT_JSON: {
    close: 4401,
    happened: 'A message is not JSON.',
    todo: 'Send one JSON object a frame.',
  },
  MESSAGE_UNKNOWN: {
    close: 4402,
    happened: 'A message is not one of the protocol.',
    todo: 'Compare it with docs/protocol.md; unknown keys are not allowed.',
  },
  MESSAGE_TOO_LONG: {
    close: 1009,
    happened: 'A message is longer than 64 KiB.',
    todo: 'Send long data in several calls, or repeated bytes with `times`.',
  },
  MESSAGE_NOT_UTF8: {
    close: 1007,
    happened: 'A message is not UTF-8.',
    todo: 'Encode text frames as UTF-8.',
  },
  NOT_OPENED: {
    close: 4403,
    happened: 'The first message was not `open`.',
    todo: 'Send `open` first.',
  },
  ALREADY_OPENED: {
    close: 4404,
    happened: 'This connection has a session already.',
    todo: 'Open another connection for another session.',
  },
  OPEN_TIMEOUT: {
    close: 4408,
    happened: 'No `open` came in time.',
    todo: 'Send `open` as soon as the connection stands.',
  },
  RESUME_UNKNOWN: {
    close: 4410,
    happened: 'There is no such session to resume, or the token is not its own.',
    todo: 'Open a new session.',
  },
  RESUME_GAP: {
    close: 4411,
    happened: 'Events after the one named were dropped already.',
    todo: 'Open a new session.',
  },
  SESSIONS_FULL: {
    close: 4420,
    happened: 'The lab has as many sessions as it can hold.',
    todo: 'Try again when somebody has left.',
  },
  SESSIONS_OF_ADDRESS: {
    close: 4421,
    happened: 'This address has as many sessions as one may have.',
    todo: 'Close a lab in another tab.',
  },
  SESSIONS_TOO_FAST: {
    close: 4422,
    happened: 'Sessions of this address came faster than they may.',
    todo: 'Try again in a second.',
  },
  FLOOD: {
    close: 4429,
    happened: 'Messages kept coming far above the limit.',
    todo: 'Wait for answers before sending more.',
  },
  SESSION_IDLE: {
    close: 4430,
    happened: 'Nothing was done in this session for a long time.',
    todo: 'Open a new session.',
  },
  SESSION_TAKEN: {
    close: 4431,
    happened: 'The session goes on over another connection.',
    todo: 'Use the other window.',
  },
  NETWORK_UNAVAILABLE: {
    close: 4450,
    happened: 'The kernel gave no network for the session.',
    todo: 'Try again in a moment.',
  },
  SHUTTING_DOWN: {
    close: 1001,
    happened: 'The lab is shutting down.',
    todo: 'Open a new session when it is back.',
  },
  INTERNAL: {
    close: 1011,
    happened: 'The sidecar failed; this is a mistake of the program.',
    todo: 'Open a new session, and report what you did.',
  },
} as const satisfies Record<string, FaultInfo>;

export type FaultCode = keyof typeof faults;

/** Messages that were understood and not carried out; the session goes on. */
export const refusals = {
  PROGRAMS_LIMIT: {
    happened: 'The session has as many programs as it may.',
    todo: 'Let a program exit first.',
  },
  THREADS_LIMIT: {
    happened: 'The program has as many threads as it may.',
    todo: 'Use a thread that is free.',
  },
  SOCKETS_LIMIT: { happened: 'The session has as many sockets as it may.', todo: 'Close a socket first.' },
  BYTES_LIMIT: {
    happened: 'The call names more bytes than one call may.',
    todo: 'Send them in several calls.',
  },
  BUFFERS_LIMIT: {
    happened: 'The sockets of the session hold as many unread bytes as they may.',
    todo: 'Let a program read them, or close a socket.',
  },
  CALLS_PER_SECOND: {
    happened: 'Calls came faster than a session may make them.',
    todo: 'Wait a second and go on.',
  },
  THREAD_BUSY: {
    happened: 'This thread is still in a call.',
    todo: 'Wait for it, interrupt it, or use another thread.',
  },
  PROGRAM_UNKNOWN: { happened: 'No such program is running.', todo: 'Begin it with its first call.' },
  RESET_NOT_POSSIBLE: {
    happened: 'The kernel gives no fresh network now, so everything stays as it is.',
    todo: 'Try again in a moment.',
  },
  NOTHING_TO_INTERRUPT: {
    happened: 'No call of this thread is waiting.',
    todo: 'Interrupt a call while it is blocked.',
  },
  CONSTANT_NOT_HERE: {
    happened: 'This operating system does not have that constant.',
    todo: 'Use another, or run the lab on Linux.',
  },
  CONNECT_OUTSIDE: {
    happened:
      'Without a private network, a program may connect only to ports of its own session, or to ports of this computer on which nothing listens.',
    todo: 'Connect to a port that a program of this lab listens on.',
  },
  BIND_OUTSIDE: {
    happened: 'Without a private network, a program may bind only addresses of the loopback interface.',
    todo: 'Bind 127.0.0.1 or ::1.',
  },
  DATAGRAM_OUTSIDE: {
    happened: 'Without a private network there are no datagram sockets.',
    todo: 'Use SOCK_STREAM.',
  },
  SOCKET_NOT_OFFERED: {
    happened: 'The lab offers TCP and UDP sockets over IPv4 and IPv6, no other kind.',
    todo: 'Check the order of the arguments: socket(AF_INET, SOCK_STREAM).',
  },
  OPTION_NOT_OFFERED: {
    happened: 'The lab does not offer this socket option or flag.',
    todo: 'Use one whose constant docs/lab-scripts.md lists.',
  },
  LOSS_NOT_POSSIBLE: {
    happened: 'This host does not let the lab lose segments.',
    todo: 'Run the lab where it can have a private network.',
  },
  LOSS_NO_SOCKET: {
    happened: 'That descriptor is no TCP socket of the program on which this can get lost.',
    todo: 'Name a connected socket; on a listening one only the handshake, or all, can get lost.',
  },
  LOSS_NO_PEER: {
    happened: 'The other end has no descriptor yet, so nothing can be lost on the way to it.',
    todo: 'Accept the connection first.',
  },
} as const satisfies Record<string, CodeInfo>;

export type RefusalCode = keyof typeof refusals;

/** Things worth telling that are nobody's fault. */
export const notices = {
  PAUSED: {
    happened: 'Events were not read as fast as they came, so the session stood still for a while.',
    todo: 'Nothing; what happened meanwhile follows.',
  },
  SEGMENTS_MISSED: {
    happened: 'So many segments came at once that the kernel did not keep all for the capture.',
    todo: 'Send less at once to see every segment.',
  },
} as const satisfies Record<string, CodeInfo>;

function keys<Table extends object>(table: Table): [keyof Table & string, ...(keyof Table & string)[]] {
  return Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]];
}

export const faultCodes = keys(faults);
export const refusalCodes = keys(refusals);
export const noticeCodes = keys(notices);
