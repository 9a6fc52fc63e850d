/** Functions of Python's `socket` and `select` modules that a lab offers. */
export const functionNames = ['socket', 'gethostname', 'gethostbyname', 'poll'] as const;
/** Methods of its socket objects. */
export const methodNames = [
  'setsockopt',
  'getsockopt',
  'settimeout',
  'gettimeout',
  'setblocking',
  'bind',
  'listen',
  'accept',
  'connect',
  'connect_ex',
  'send',
  'sendall',
  'recv',
  'shutdown',
  'close',
  'fileno',
  'getsockname',
  'getpeername',
] as const;

export const callNames = [...functionNames, ...methodNames] as const;
