/**
 * Python's exceptions that a call of this lab can raise, each with its base class; the same for 3.10 and later.
 * https://docs.python.org/3/library/exceptions.html#exception-hierarchy
 */
const bases = {
  BaseException: null,
  KeyboardInterrupt: 'BaseException',
  Exception: 'BaseException',
  OSError: 'Exception',
  BlockingIOError: 'OSError',
  ConnectionError: 'OSError',
  BrokenPipeError: 'ConnectionError',
  ConnectionAbortedError: 'ConnectionError',
  ConnectionRefusedError: 'ConnectionError',
  ConnectionResetError: 'ConnectionError',
  FileExistsError: 'OSError',
  FileNotFoundError: 'OSError',
  InterruptedError: 'OSError',
  PermissionError: 'OSError',
  TimeoutError: 'OSError',
  gaierror: 'OSError',
  herror: 'OSError',
  ArithmeticError: 'Exception',
  OverflowError: 'ArithmeticError',
  AttributeError: 'Exception',
  BufferError: 'Exception',
  LookupError: 'Exception',
  IndexError: 'LookupError',
  KeyError: 'LookupError',
  MemoryError: 'Exception',
  NameError: 'Exception',
  TypeError: 'Exception',
  ValueError: 'Exception',
  UnicodeError: 'ValueError',
  UnicodeDecodeError: 'UnicodeError',
  UnicodeEncodeError: 'UnicodeError',
} as const satisfies Record<string, string | null>;

type ExceptionName = keyof typeof bases;

/** Other names for the same classes. */
const aliases = new Map<string, ExceptionName>([
  ['IOError', 'OSError'],
  ['EnvironmentError', 'OSError'],
  ['socket.error', 'OSError'],
  ['select.error', 'OSError'],
  ['socket.timeout', 'TimeoutError'],
  ['socket.gaierror', 'gaierror'],
  ['socket.herror', 'herror'],
]);

/** errno names that calls on sockets can have: `man 2 socket`, `bind`, `connect`, `accept`, `send`, `recv`, `man 7 tcp`. */
const errnoNames = [
  'EACCES',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EAGAIN',
  'EALREADY',
  'EBADF',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EDESTADDRREQ',
  'EDOM',
  'EFAULT',
  'EHOSTUNREACH',
  'EINPROGRESS',
  'EINVAL',
  'EISCONN',
  'EMFILE',
  'EMSGSIZE',
  'ENETDOWN',
  'ENETUNREACH',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'ENOPROTOOPT',
  'ENOTCONN',
  'ENOTSOCK',
  'EOPNOTSUPP',
  'EPERM',
  'EPIPE',
  'EPROTONOSUPPORT',
  'EPROTOTYPE',
  'ESOCKTNOSUPPORT',
  'ETIMEDOUT',
  'EWOULDBLOCK',
  'EAI_NONAME',
] as const;

const classNames = Object.keys(bases) as ExceptionName[];
export const exceptionNames: readonly string[] = [...classNames, ...aliases.keys(), ...errnoNames];

function classOf(name: string): ExceptionName | null {
  return aliases.get(name) ?? classNames.find((known) => known === name) ?? null;
}

/** Whether a script may name it. */
export function isExceptionName(name: string): boolean {
  return exceptionNames.includes(name);
}

/**
 * Whether `except named:` would catch the error; a name of an errno is compared with the error's own.
 *
 * @param error what a call raised
 */
export function isRaised(
  named: string,
  error: { readonly exception: string; readonly code: string | null },
): boolean {
  const caught = classOf(named);
  if (caught === null) return error.code === (named === 'EWOULDBLOCK' ? 'EAGAIN' : named);
  let raised = classOf(error.exception);
  while (raised !== null && raised !== caught) raised = bases[raised];
  return raised !== null;
}
