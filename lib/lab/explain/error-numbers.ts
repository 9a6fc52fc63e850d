import type { CallName } from '#lib/lab/protocol/messages.ts';

/** An errno of POSIX that calls on sockets have, as systems number and word it. */
interface PosixError {
  readonly code: string;
  readonly linux: number;
  readonly macos: number;
  /** Python's class for it (PEP 3151). */
  readonly exception: string;
  readonly text: string;
  /** The call that students most often see it from. */
  readonly usual: CallName;
}

type Row = readonly [
  code: string,
  linux: number,
  macos: number,
  exception: string,
  text: string,
  usual: CallName,
];

/** The ones that students meet most come first. */
const rows: readonly Row[] = [
  ['ECONNREFUSED', 111, 61, 'ConnectionRefusedError', 'Connection refused', 'connect'],
  ['EADDRINUSE', 98, 48, 'OSError', 'Address already in use', 'bind'],
  ['ECONNRESET', 104, 54, 'ConnectionResetError', 'Connection reset by peer', 'recv'],
  ['EPIPE', 32, 32, 'BrokenPipeError', 'Broken pipe', 'send'],
  ['ETIMEDOUT', 110, 60, 'TimeoutError', 'Connection timed out', 'connect'],
  ['EAGAIN', 11, 35, 'BlockingIOError', 'Resource temporarily unavailable', 'recv'],
  ['ENOTCONN', 107, 57, 'OSError', 'Transport endpoint is not connected', 'recv'],
  ['EADDRNOTAVAIL', 99, 49, 'OSError', 'Cannot assign requested address', 'bind'],
  ['EACCES', 13, 13, 'PermissionError', 'Permission denied', 'bind'],
  ['EINVAL', 22, 22, 'OSError', 'Invalid argument', 'bind'],
  ['EBADF', 9, 9, 'OSError', 'Bad file descriptor', 'recv'],
  ['EISCONN', 106, 56, 'OSError', 'Transport endpoint is already connected', 'connect'],
  ['EINPROGRESS', 115, 36, 'BlockingIOError', 'Operation now in progress', 'connect'],
  ['EALREADY', 114, 37, 'BlockingIOError', 'Operation already in progress', 'connect'],
  ['ECONNABORTED', 103, 53, 'ConnectionAbortedError', 'Software caused connection abort', 'accept'],
  ['ENOTSOCK', 88, 38, 'OSError', 'Socket operation on non-socket', 'recv'],
  ['EMFILE', 24, 24, 'OSError', 'Too many open files', 'accept'],
  ['EAI_NONAME', -2, 8, 'gaierror', 'Name or service not known', 'connect'],
  ['EAI_AGAIN', -3, 2, 'gaierror', 'Temporary failure in name resolution', 'connect'],
  ['EAI_NODATA', -5, 7, 'gaierror', 'No address associated with hostname', 'connect'],
  ['EAI_ADDRFAMILY', -9, 1, 'gaierror', 'Address family for hostname not supported', 'connect'],
  ['EAFNOSUPPORT', 97, 47, 'OSError', 'Address family not supported by protocol', 'connect'],
  ['ENETUNREACH', 101, 51, 'OSError', 'Network is unreachable', 'connect'],
  ['EHOSTUNREACH', 113, 65, 'OSError', 'No route to host', 'connect'],
  ['EDESTADDRREQ', 89, 39, 'OSError', 'Destination address required', 'send'],
  ['EMSGSIZE', 90, 40, 'OSError', 'Message too long', 'send'],
  ['EOPNOTSUPP', 95, 102, 'OSError', 'Operation not supported', 'accept'],
  ['ENOPROTOOPT', 92, 42, 'OSError', 'Protocol not available', 'setsockopt'],
  ['EPERM', 1, 1, 'PermissionError', 'Operation not permitted', 'setsockopt'],
  ['EINTR', 4, 4, 'InterruptedError', 'Interrupted system call', 'recv'],
  ['ENOMEM', 12, 12, 'OSError', 'Cannot allocate memory', 'socket'],
  ['EFAULT', 14, 14, 'OSError', 'Bad address', 'recv'],
  ['EPROTOTYPE', 91, 41, 'OSError', 'Protocol wrong type for socket', 'socket'],
  ['EPROTONOSUPPORT', 93, 43, 'OSError', 'Protocol not supported', 'socket'],
  ['ESOCKTNOSUPPORT', 94, 44, 'OSError', 'Socket type not supported', 'socket'],
  ['ENETDOWN', 100, 50, 'OSError', 'Network is down', 'connect'],
  ['ENOBUFS', 105, 55, 'OSError', 'No buffer space available', 'send'],
  ['ESHUTDOWN', 108, 58, 'BrokenPipeError', 'Cannot send after transport endpoint shutdown', 'send'],
];

export const posixErrors: readonly PosixError[] = rows.map(
  ([code, linux, macos, exception, text, usual]) => ({
    code,
    linux,
    macos,
    exception,
    text,
    usual,
  }),
);

/** Other words for the same error: macOS has some of its own. */
export const otherTexts: Readonly<Record<string, string>> = {
  "can't assign requested address": 'EADDRNOTAVAIL',
  'socket is already connected': 'EISCONN',
  'socket is not connected': 'ENOTCONN',
  'operation timed out': 'ETIMEDOUT',
  'nodename nor servname provided, or not known': 'EAI_NONAME',
  'getaddrinfo failed': 'EAI_NONAME',
};

/** An error of Windows sockets, which Python shows as `[WinError 10061]`. */
export interface WindowsError {
  readonly number: number;
  /** Its name in the documentation of Windows. */
  readonly name: string;
  readonly code: string;
  /** What is otherwise on Windows; `null`: nothing that matters here. */
  readonly difference: string | null;
}

/**
 * https://learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2, and for options
 * https://learn.microsoft.com/windows/win32/winsock/using-so-reuseaddr-and-so-exclusiveaddruse
 */
export const windowsErrors: readonly WindowsError[] = [
  { number: 10_004, name: 'WSAEINTR', code: 'EINTR', difference: null },
  {
    number: 10_013,
    name: 'WSAEACCES',
    code: 'EACCES',
    difference:
      'Windows lets any program bind a port below 1024. On Windows it means that another socket holds the port exclusively (`SO_EXCLUSIVEADDRUSE`), or that Windows has reserved it: choose another port.',
  },
  { number: 10_014, name: 'WSAEFAULT', code: 'EFAULT', difference: null },
  {
    number: 10_022,
    name: 'WSAEINVAL',
    code: 'EINVAL',
    difference:
      'On Windows `recvfrom()` raises this, too, on a datagram socket without an address. Call `bind()` first, or `sendto()`, which gives it one.',
  },
  { number: 10_024, name: 'WSAEMFILE', code: 'EMFILE', difference: null },
  {
    number: 10_035,
    name: 'WSAEWOULDBLOCK',
    code: 'EAGAIN',
    difference:
      'On Windows this is also what `connect()` raises on a socket that does not block, where Linux has `EINPROGRESS`: the handshake goes on.',
  },
  { number: 10_036, name: 'WSAEINPROGRESS', code: 'EINPROGRESS', difference: null },
  { number: 10_037, name: 'WSAEALREADY', code: 'EALREADY', difference: null },
  {
    number: 10_038,
    name: 'WSAENOTSOCK',
    code: 'ENOTSOCK',
    difference:
      'On Windows a closed socket raises this, where Linux has `EBADF`. `select()` takes sockets alone there: a file or `sys.stdin` raises it, too.',
  },
  { number: 10_040, name: 'WSAEMSGSIZE', code: 'EMSGSIZE', difference: null },
  { number: 10_042, name: 'WSAENOPROTOOPT', code: 'ENOPROTOOPT', difference: null },
  { number: 10_043, name: 'WSAEPROTONOSUPPORT', code: 'EPROTONOSUPPORT', difference: null },
  { number: 10_045, name: 'WSAEOPNOTSUPP', code: 'EOPNOTSUPP', difference: null },
  { number: 10_047, name: 'WSAEAFNOSUPPORT', code: 'EAFNOSUPPORT', difference: null },
  {
    number: 10_048,
    name: 'WSAEADDRINUSE',
    code: 'EADDRINUSE',
    difference:
      'Do not set `SO_REUSEADDR` on Windows: there it lets two programs take the same port at once, and which of them gets a client is not defined. `SO_EXCLUSIVEADDRUSE` keeps the port for one program.',
  },
  {
    number: 10_049,
    name: 'WSAEADDRNOTAVAIL',
    code: 'EADDRNOTAVAIL',
    difference:
      "On Windows `connect()` to `'0.0.0.0'` raises this, while Linux reaches the computer itself. `'0.0.0.0'` is for `bind()`; connect to `'127.0.0.1'`.",
  },
  { number: 10_050, name: 'WSAENETDOWN', code: 'ENETDOWN', difference: null },
  { number: 10_051, name: 'WSAENETUNREACH', code: 'ENETUNREACH', difference: null },
  {
    number: 10_053,
    name: 'WSAECONNABORTED',
    code: 'ECONNABORTED',
    difference:
      'On Windows this computer itself aborted the connection, often because the other side had closed it and `send()` went on. Linux has `EPIPE` or `ECONNRESET` there. Close the socket, and connect a new one.',
  },
  {
    number: 10_054,
    name: 'WSAECONNRESET',
    code: 'ECONNRESET',
    difference:
      "When a program on Windows ends without `close()`, its connections may be reset; on Linux the kernel closes them as `close()` does, with a FIN, and `recv()` returns `b''`. On a datagram socket the error means that an earlier datagram came to a port without a socket.",
  },
  { number: 10_055, name: 'WSAENOBUFS', code: 'ENOBUFS', difference: null },
  { number: 10_056, name: 'WSAEISCONN', code: 'EISCONN', difference: null },
  {
    number: 10_057,
    name: 'WSAENOTCONN',
    code: 'ENOTCONN',
    difference: 'On Windows `send()` without a connection raises this, too, where Linux has `EPIPE`.',
  },
  { number: 10_058, name: 'WSAESHUTDOWN', code: 'EPIPE', difference: 'Linux has `EPIPE` for this.' },
  {
    number: 10_060,
    name: 'WSAETIMEDOUT',
    code: 'ETIMEDOUT',
    difference:
      'Windows gives up after about 21 s, Linux after about two minutes. Often a firewall drops the SYN: check it on both computers.',
  },
  {
    number: 10_061,
    name: 'WSAECONNREFUSED',
    code: 'ECONNREFUSED',
    difference:
      'Windows sends the SYN again after a RST, so the error comes after about two seconds; on Linux it comes at once.',
  },
  { number: 10_065, name: 'WSAEHOSTUNREACH', code: 'EHOSTUNREACH', difference: null },
  { number: 11_001, name: 'WSAHOST_NOT_FOUND', code: 'EAI_NONAME', difference: null },
];
