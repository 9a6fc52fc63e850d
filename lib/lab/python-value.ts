import { z } from 'zod';

/** Every constant of Python's `socket` and `select` modules that a call may name; the sidecar knows this host's numbers. */
export const constantNames = [
  'AF_INET',
  'AF_INET6',
  'SOCK_STREAM',
  'SOCK_DGRAM',
  'SOCK_NONBLOCK',
  'IPPROTO_TCP',
  'IPPROTO_IPV6',
  'SOL_SOCKET',
  'SO_REUSEADDR',
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
  'IPV6_V6ONLY',
  'SHUT_RD',
  'SHUT_WR',
  'SHUT_RDWR',
  'MSG_PEEK',
  'MSG_DONTWAIT',
  'MSG_WAITALL',
  'POLLIN',
  'POLLOUT',
  'POLLERR',
  'POLLHUP',
  'SOMAXCONN',
] as const;

export type ConstantName = (typeof constantNames)[number];

const constantName = z.enum(constantNames);

const scalar = z.union([
  z.null(),
  z.boolean(),
  z.int(),
  z.string(),
  /** An int beyond JavaScript's exact range, in decimal. */
  z.strictObject({ int: z.string().regex(/^-?[1-9]\d{15,63}$/) }),
  z.strictObject({ float: z.number() }),
  /** `times`: so often one after the other, as `b'x' * 1000`. */
  z.strictObject({ bytes: z.base64(), times: z.int().min(0).max(16_777_216).optional() }),
  z.strictObject({ constant: constantName }),
  /** Constants joined by `|`. */
  z.strictObject({ flags: z.array(constantName).min(2).max(8) }),
  /** A socket object, named by its descriptor; -1 once it is closed. */
  z.strictObject({ socket: z.int().min(-1) }),
]);

/** Long enough for every call there is; nesting is bounded by the schema itself. */
const maxItems = 256;
const flat = z.union([
  scalar,
  z.strictObject({ tuple: z.array(scalar).max(maxItems) }),
  z.array(scalar).max(maxItems),
]);

/**
 * A Python value in JSON: `None`, `bool`, `int` and `str` are JSON's own, a list is an array, everything else an object
 * with one key. At most two levels deep, which is what socket calls take and return.
 */
export const pythonValue = z.union([
  flat,
  z.strictObject({ tuple: z.array(flat).max(maxItems) }),
  z.array(flat).max(maxItems),
]);

export type PythonValue = z.infer<typeof pythonValue>;
