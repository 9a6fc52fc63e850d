/**
 * The C library's POSIX calls. Every call answers as the kernel itself does: its result, or `-errno`. Buffers are written
 * in place.
 */
import { cFunction, errnos, systemCall, systemCallInPool } from '#server/kernel/system/c-library.ts';

export const socket =
  systemCall<[family: number, type: number, protocol: number]>('int socket(int, int, int)');
export const bind = systemCall<[fd: number, address: Uint8Array, length: number]>(
  'int bind(int, const void *, uint32_t)',
);
export const listen = systemCall<[fd: number, backlog: number]>('int listen(int, int)');
/** `length` holds the address's size before and after. */
export const accept = systemCall<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int accept(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const connect = systemCall<[fd: number, address: Uint8Array, length: number]>(
  'int connect(int, const void *, uint32_t)',
);
export const send = systemCall<[fd: number, bytes: Uint8Array, length: number, flags: number]>(
  'long send(int, const void *, size_t, int)',
);
export const recv = systemCall<[fd: number, buffer: Uint8Array, length: number, flags: number]>(
  'long recv(int, _Out_ void *, size_t, int)',
);
export const sendto = systemCall<
  [fd: number, bytes: Uint8Array, length: number, flags: number, address: Uint8Array, addressLength: number]
>('long sendto(int, const void *, size_t, int, const void *, uint32_t)');
/** `addressLength` holds the address's size before and after. */
export const recvfrom = systemCall<
  [
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: Uint32Array,
  ]
>('long recvfrom(int, _Out_ void *, size_t, int, _Out_ void *, _Inout_ uint32_t *)');
export const shutdown = systemCall<[fd: number, how: number]>('int shutdown(int, int)');
export const close = systemCall<[fd: number]>('int close(int)');
export const getsockname = systemCall<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int getsockname(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const getpeername = systemCall<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int getpeername(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const setsockopt = systemCall<
  [fd: number, level: number, option: number, value: Uint8Array | null, length: number]
>('int setsockopt(int, int, int, const void *, uint32_t)');
export const getsockopt = systemCall<
  [fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array]
>('int getsockopt(int, int, int, _Out_ void *, _Inout_ uint32_t *)');
/** Both descriptors are written into `pair`: the end to read from, the end to write to. */
export const pipe = systemCall<[pair: Int32Array]>('int pipe(_Out_ int *)');
export const read = systemCall<[fd: number, buffer: Uint8Array, length: number]>(
  'long read(int, _Out_ void *, size_t)',
);
export const write = systemCall<[fd: number, bytes: Uint8Array, length: number]>(
  'long write(int, const void *, size_t)',
);

const fcntlVariadic =
  systemCall<[fd: number, command: number, ...rest: unknown[]]>('int fcntl(int, int, ...)');
export function fcntl(fd: number, command: number, value: number): number {
  return fcntlVariadic(fd, command, 'int', value);
}

const ioctlVariadic = systemCall<[fd: number, request: number, ...rest: unknown[]]>(
  'int ioctl(int, unsigned long, ...)',
);
export function ioctl(fd: number, request: number, argument: Uint8Array): number {
  return ioctlVariadic(fd, request, '_Inout_ void *', argument);
}

/** `entries`: an array of `struct pollfd`, 8 bytes each. Returns at once with a timeout of 0. */
export const poll = systemCall<[entries: Uint8Array, count: number, timeoutMs: number]>(
  'int poll(_Inout_ void *, unsigned long, int)',
);
/** `poll` in a thread of libuv's pool. `entries` must be left alone until it is done. */
export const pollInPool = systemCallInPool<[entries: Uint8Array, count: number, timeoutMs: number]>(
  'int poll(_Inout_ void *, unsigned long, int)',
);
/** `close` in a thread of libuv's pool, for descriptors that the kernel takes long to close. */
export const closeInPool = systemCallInPool<[fd: number]>('int close(int)');

const pton = cFunction<[family: number, text: string, bytes: Uint8Array], number>(
  'int inet_pton(int, const char *, _Out_ void *)',
);
/** The bytes of a numeric address, `null` when the text is none of that family. */
export function addressBytes(family: number, text: string, length: 4 | 16): Uint8Array | null {
  const bytes = new Uint8Array(length);
  return pton(family, text, bytes) === 1 ? bytes : null;
}

const ntop = cFunction<[family: number, bytes: Uint8Array, text: Uint8Array, length: number], string | null>(
  'const char *inet_ntop(int, const void *, _Out_ void *, uint32_t)',
);
const longestAddressText = 64;
const addressTextBuffer = new Uint8Array(longestAddressText);
/** The text of an IPv6 address as RFC 5952 has it, `::1`. */
export function addressText(family: number, bytes: Uint8Array): string {
  return ntop(family, bytes, addressTextBuffer, longestAddressText) ?? '';
}

const clockGetTime = cFunction<[clock: number, time: BigInt64Array], number>(
  'int clock_gettime(int, _Out_ int64_t *)',
);
const clockRealtime = 0;
const time = new BigInt64Array(2);
/** The clock that the kernel stamps packets with: ms since 1970, with fractions. */
export function realtimeMs(): number {
  clockGetTime(clockRealtime, time);
  return Number(time[0]) * 1000 + Number(time[1]) / 1e6;
}

const strerror = cFunction<[errno: number], string>('const char *strerror(int)');
/** The C library's sentence for an error number, such as `Connection refused`. */
export function errorText(errno: number): string {
  return strerror(errno);
}

const byErrno = new Map<number, string>();
for (const [code, errno] of Object.entries(errnos)) {
  // Where two names share a number, the one that POSIX uses for sockets is shown.
  if (byErrno.has(errno) && code !== 'EAGAIN' && code !== 'EOPNOTSUPP') continue;
  byErrno.set(errno, code);
}

/** `EADDRINUSE` for 98 on Linux. */
export function codeOfErrno(errno: number): string {
  return byErrno.get(errno) ?? `errno ${String(errno)}`;
}

/** `-errno` of what Node.js threw because a system call failed; anything else it throws on. */
export function answerOf(thrown: unknown): number {
  if (thrown instanceof Error && 'errno' in thrown && typeof thrown.errno === 'number' && thrown.errno < 0)
    return thrown.errno;
  throw thrown;
}

/** 98 for `EADDRINUSE` on Linux. */
export function errnoOf(code: string): number {
  const errno = errnos[code];
  if (errno === undefined) throw new Error(`This platform has no ${code}.`);
  return errno;
}
