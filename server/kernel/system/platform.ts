import type { ConstantName } from '#lib/lab/protocol/python-value.ts';

/**
 * The numbers of a platform's headers. A constant that a platform lacks is `null`.
 *
 * Sources: Linux `include/uapi/asm-generic/socket.h`, `linux/tcp.h`, `linux/in.h`; macOS 14 SDK `sys/socket.h`,
 * `netinet/tcp.h`, `netinet/in.h`, `poll.h`.
 */
export interface Platform {
  readonly name: 'linux' | 'darwin';
  readonly constants: Readonly<Record<ConstantName, number | null>>;
  /** BSD's `sockaddr` begins with a byte that holds its own length. */
  readonly addressHasLength: boolean;
  /** errno of a name that cannot be resolved, and its text (`gai_strerror(EAI_NONAME)`). */
  readonly nameUnknown: { readonly errno: number; readonly code: 'EAI_NONAME'; readonly text: string };
  readonly fcntl: { readonly getFlags: number; readonly setFlags: number; readonly nonBlocking: number };
  /** `ioctl` requests: bytes waiting to be read; bytes in the send queue, where there is such a request. */
  readonly ioctl: { readonly unreadBytes: number; readonly unsentBytes: number | null };
}

const linux: Platform = {
  name: 'linux',
  constants: {
    AF_UNSPEC: 0,
    AF_INET: 2,
    AF_INET6: 10,
    SOCK_STREAM: 1,
    SOCK_DGRAM: 2,
    SOCK_RAW: 3,
    SOCK_NONBLOCK: 0o4000,
    SOCK_CLOEXEC: 0o2000000,
    IPPROTO_TCP: 6,
    IPPROTO_IPV6: 41,
    SOL_SOCKET: 1,
    SO_REUSEADDR: 2,
    SO_REUSEPORT: 15,
    SO_RCVBUF: 8,
    SO_SNDBUF: 7,
    SO_LINGER: 13,
    SO_KEEPALIVE: 9,
    SO_TYPE: 3,
    SO_PROTOCOL: 38,
    SO_DOMAIN: 39,
    SO_ERROR: 4,
    SO_ACCEPTCONN: 30,
    TCP_NODELAY: 1,
    TCP_MAXSEG: 2,
    TCP_DEFER_ACCEPT: 9,
    TCP_KEEPIDLE: 4,
    TCP_KEEPINTVL: 5,
    TCP_KEEPCNT: 6,
    IPV6_V6ONLY: 26,
    SHUT_RD: 0,
    SHUT_WR: 1,
    SHUT_RDWR: 2,
    MSG_PEEK: 2,
    MSG_DONTWAIT: 0x40,
    MSG_WAITALL: 0x100,
    AI_PASSIVE: 1,
    POLLIN: 1,
    POLLOUT: 4,
    POLLERR: 8,
    POLLHUP: 0x10,
    SOMAXCONN: 4096,
  },
  addressHasLength: false,
  nameUnknown: { errno: -2, code: 'EAI_NONAME', text: 'Name or service not known' },
  fcntl: { getFlags: 3, setFlags: 4, nonBlocking: 0o4000 },
  ioctl: { unreadBytes: 0x541b, unsentBytes: 0x5411 },
};

const darwin: Platform = {
  name: 'darwin',
  constants: {
    AF_UNSPEC: 0,
    AF_INET: 2,
    AF_INET6: 30,
    SOCK_STREAM: 1,
    SOCK_DGRAM: 2,
    SOCK_RAW: 3,
    SOCK_NONBLOCK: null,
    SOCK_CLOEXEC: null,
    IPPROTO_TCP: 6,
    IPPROTO_IPV6: 41,
    SOL_SOCKET: 0xffff,
    SO_REUSEADDR: 4,
    SO_REUSEPORT: 0x200,
    SO_RCVBUF: 0x1002,
    SO_SNDBUF: 0x1001,
    SO_LINGER: 0x80,
    SO_KEEPALIVE: 8,
    SO_TYPE: 0x1008,
    SO_PROTOCOL: null,
    SO_DOMAIN: null,
    SO_ERROR: 0x1007,
    SO_ACCEPTCONN: 2,
    TCP_NODELAY: 1,
    TCP_MAXSEG: 2,
    TCP_DEFER_ACCEPT: null,
    TCP_KEEPIDLE: null,
    TCP_KEEPINTVL: 0x101,
    TCP_KEEPCNT: 0x102,
    IPV6_V6ONLY: 27,
    SHUT_RD: 0,
    SHUT_WR: 1,
    SHUT_RDWR: 2,
    MSG_PEEK: 2,
    MSG_DONTWAIT: 0x80,
    MSG_WAITALL: 0x40,
    AI_PASSIVE: 1,
    POLLIN: 1,
    POLLOUT: 4,
    POLLERR: 8,
    POLLHUP: 0x10,
    SOMAXCONN: 128,
  },
  addressHasLength: true,
  nameUnknown: { errno: 8, code: 'EAI_NONAME', text: 'nodename nor servname provided, or not known' },
  fcntl: { getFlags: 3, setFlags: 4, nonBlocking: 4 },
  ioctl: { unreadBytes: 0x4004667f, unsentBytes: null },
};

/** The platform's table, or `null` where the lab cannot run. */
export function platformOf(name: NodeJS.Platform): Platform | null {
  if (name === 'linux') return linux;
  if (name === 'darwin') return darwin;
  return null;
}
