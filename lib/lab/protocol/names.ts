/** Every constant of Python's `socket` and `select` modules that a call may name; the sidecar knows this host's numbers. */
export const constantNames = [
  'AF_UNSPEC',
  'AF_INET',
  'AF_INET6',
  'SOCK_STREAM',
  'SOCK_DGRAM',
  'SOCK_RAW',
  'SOCK_NONBLOCK',
  'SOCK_CLOEXEC',
  'IPPROTO_TCP',
  'IPPROTO_IPV6',
  'SOL_SOCKET',
  'SO_REUSEADDR',
  'SO_REUSEPORT',
  'SO_RCVBUF',
  'SO_SNDBUF',
  'SO_LINGER',
  'SO_KEEPALIVE',
  'SO_TYPE',
  'SO_PROTOCOL',
  'SO_DOMAIN',
  'SO_ERROR',
  'SO_ACCEPTCONN',
  'TCP_NODELAY',
  'TCP_MAXSEG',
  'TCP_DEFER_ACCEPT',
  'TCP_KEEPIDLE',
  'TCP_KEEPINTVL',
  'TCP_KEEPCNT',
  'IPV6_V6ONLY',
  'SHUT_RD',
  'SHUT_WR',
  'SHUT_RDWR',
  'MSG_PEEK',
  'MSG_DONTWAIT',
  'MSG_WAITALL',
  'AI_PASSIVE',
  'POLLIN',
  'POLLOUT',
  'POLLERR',
  'POLLHUP',
  'SOMAXCONN',
] as const;

/** Functions of Python's `socket` and `select` modules that a lab offers. */
export const functionNames = [
  'socket',
  'gethostname',
  'gethostbyname',
  'getaddrinfo',
  'setdefaulttimeout',
  'getdefaulttimeout',
  'poll',
] as const;

/**
 * What a line can be besides a call on a socket: `value`, an expression alone, as in `HOST = '127.0.0.1'`, and `attribute`, a
 * method of what is no socket, which Python looks up before anything else.
 */
export const expressionNames = ['value', 'attribute'] as const;

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
  'sendto',
  'recv',
  'recvfrom',
  'shutdown',
  'close',
  'fileno',
  'getsockname',
  'getpeername',
] as const;

export const callNames = [...functionNames, ...methodNames] as const;
