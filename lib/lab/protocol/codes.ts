/** What a code means: one sentence that says what happened, one that says what to do. */
interface CodeInfo {
  readonly message: string;
  readonly help: string;
}

interface FaultInfo extends CodeInfo {
  /** WebSocket close code that follows: RFC 6455 § 7.4 below 4000, this project's own from 4400. */
  readonly close: number;
}

/** Ends of a connection or a session. */
export const faults = {
  MESSAGE_NOT_TEXT: {
    close: 4400,
    message: 'A binary message arrived.',
    help: 'Send JSON in text frames.',
  },
  MESSAGE_NOT_JSON: {
    close: 4401,
    message: 'A message is not JSON.',
    help: 'Send one JSON object a frame.',
  },
  MESSAGE_UNKNOWN: {
    close: 4402,
    message: 'A message is not one of the protocol.',
    help: 'Compare it with docs/protocol.md; unknown keys are not allowed.',
  },
  MESSAGE_TOO_LONG: {
    close: 1009,
    message: 'A message is longer than 64 KiB.',
    help: 'Send long data in several calls, or repeated bytes with `times`.',
  },
  MESSAGE_NOT_UTF8: {
    close: 1007,
    message: 'A message is not UTF-8.',
    help: 'Encode text frames as UTF-8.',
  },
  NOT_OPENED: {
    close: 4403,
    message: 'The first message was not `open`.',
    help: 'Send `open` first.',
  },
  ALREADY_OPENED: {
    close: 4404,
    message: 'This connection has a session already.',
    help: 'Open another connection for another session.',
  },
  ACKNOWLEDGED_UNSENT: {
    close: 4405,
    message: 'An event was acknowledged that was not sent.',
    help: 'Acknowledge the `seq` of the last event that arrived.',
  },
  OPEN_TIMEOUT: {
    close: 4408,
    message: 'No `open` came in time.',
    help: 'Send `open` as soon as the connection stands.',
  },
  RESUME_UNKNOWN: {
    close: 4410,
    message: 'There is no such session to resume, or the token is not its own.',
    help: 'Open a new session.',
  },
  RESUME_GAP: {
    close: 4411,
    message: 'Events after the one named were dropped already.',
    help: 'Open a new session.',
  },
  SESSIONS_FULL: {
    close: 4420,
    message: 'The lab has as many sessions as it can hold.',
    help: 'Try again when another session has ended.',
  },
  SESSIONS_OF_ADDRESS: {
    close: 4421,
    message: 'This address has as many sessions as one may have.',
    help: 'Close a lab in another tab.',
  },
  SESSIONS_TOO_FAST: {
    close: 4422,
    message: 'Sessions of this address came faster than they may.',
    help: 'Try again in a second.',
  },
  FLOOD: {
    close: 4429,
    message: 'Messages kept coming far above the limit.',
    help: 'Wait for answers before sending more.',
  },
  SESSION_IDLE: {
    close: 4430,
    message: 'Nothing was done in this session for a long time.',
    help: 'Open a new session.',
  },
  SESSION_TAKEN: {
    close: 4431,
    message: 'The session goes on over another connection.',
    help: 'Use the other window.',
  },
  NETWORK_UNAVAILABLE: {
    close: 4450,
    message: 'The kernel gave no network for the session.',
    help: 'Try again in a moment.',
  },
  SHUTTING_DOWN: {
    close: 1001,
    message: 'The lab is shutting down.',
    help: 'Open a new session when it is back.',
  },
  INTERNAL: {
    close: 1011,
    message: 'The sidecar failed because of a bug.',
    help: 'Open a new session, and report what you did.',
  },
} as const satisfies Record<string, FaultInfo>;

export type FaultCode = keyof typeof faults;

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
  SOCKETS_LIMIT: { message: 'The session has as many sockets as it may.', help: 'Close a socket first.' },
  BYTES_LIMIT: {
    message: 'The call names more bytes than one call may.',
    help: 'Send them in several calls.',
  },
  BUFFERS_LIMIT: {
    message: 'The sockets of the session hold as many unread bytes as they may.',
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

/** Worth a line in the log, and no fault. */
export const notices = {
  PAUSED: {
    message: 'Events came faster than they were acknowledged, so the session was paused for a while.',
    help: 'Nothing; what happened meanwhile follows.',
  },
  SEGMENTS_MISSED: {
    message: 'So many segments came at once that the kernel did not keep all for the capture.',
    help: 'Send less at once to see every segment.',
  },
} as const satisfies Record<string, CodeInfo>;

function keys<Table extends object>(table: Table): [keyof Table & string, ...(keyof Table & string)[]] {
  return Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]];
}

export const faultCodes = keys(faults);
export const refusalCodes = keys(refusals);
export const noticeCodes = keys(notices);
