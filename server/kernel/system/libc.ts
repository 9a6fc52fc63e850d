/**
 * The C library's POSIX calls: one of the three doors to koffi (the others are `linux.ts` and `packet-socket.ts`).
 *
 * Every call answers as the kernel itself does: its result, or `-errno`. Buffers are written in place.
 */
import type { Guarded } from '#lib/failures/guard.ts';
import koffi from 'koffi';

const library = koffi.load(null);

/** Calls a function of the C library; -1 becomes `-errno`. */
function answering<Arguments extends unknown[]>(prototype: string): (...args: Arguments) => number {
  const call = library.func(prototype) as (...args: Arguments) => number | bigint;
  return (...args) => {
    const result = call(...args);
    return Number(result) === -1 ? -koffi.errno() : Number(result);
  };
}

export const socket =
  answering<[family: number, type: number, protocol: number]>('int socket(int, int, int)');
export const bind = answering<[fd: number, address: Uint8Array, length: number]>(
  'int bind(int, const void *, uint32_t)',
);
export const listen = answering<[fd: number, backlog: number]>('int listen(int, int)');
/** `length` holds the address's size before and after. */
export const accept = answering<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int accept(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const connect = answering<[fd: number, address: Uint8Array, length: number]>(
  'int connect(int, const void *, uint32_t)',
);
export const send = answering<[fd: number, bytes: Uint8Array, length: number, flags: number]>(
  'long send(int, const void *, size_t, int)',
);
export const recv = answering<[fd: number, buffer: Uint8Array, length: number, flags: number]>(
  'long recv(int, _Out_ void *, size_t, int)',
);
export const sendto = answering<
  [fd: number, bytes: Uint8Array, length: number, flags: number, address: Uint8Array, addressLength: number]
>('long sendto(int, const void *, size_t, int, const void *, uint32_t)');
/** `addressLength` holds the address's size before and after. */
export const recvfrom = answering<
  [
    fd: number,
    buffer: Uint8Array,
    length: number,
    flags: number,
    address: Uint8Array,
    addressLength: Uint32Array,
  ]
>('long recvfrom(int, _Out_ void *, size_t, int, _Out_ void *, _Inout_ uint32_t *)');
export const shutdown = answering<[fd: number, how: number]>('int shutdown(int, int)');
export const close = answering<[fd: number]>('int close(int)');
export const getsockname = answering<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int getsockname(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const getpeername = answering<[fd: number, address: Uint8Array, length: Uint32Array]>(
  'int getpeername(int, _Out_ void *, _Inout_ uint32_t *)',
);
export const setsockopt = answering<
  [fd: number, level: number, option: number, value: Uint8Array | null, length: number]
>('int setsockopt(int, int, int, const void *, uint32_t)');
export const getsockopt = answering<
  [fd: number, level: number, option: number, value: Uint8Array, length: Uint32Array]
>('int getsockopt(int, int, int, _Out_ void *, _Inout_ uint32_t *)');
/** Both descriptors are written into `pair`: the end to read from, the end to write to. */
export const pipe = answering<[pair: Int32Array]>('int pipe(_Out_ int *)');
export const read = answering<[fd: number, buffer: Uint8Array, length: number]>(
  'long read(int, _Out_ void *, size_t)',
);
export const write = answering<[fd: number, bytes: Uint8Array, length: number]>(
  'long write(int, const void *, size_t)',
);

const fcntlVariadic =
  answering<[fd: number, command: number, ...rest: unknown[]]>('int fcntl(int, int, ...)');
export function fcntl(fd: number, command: number, value: number): number {
  return fcntlVariadic(fd, command, 'int', value);
}

const ioctlVariadic = answering<[fd: number, request: number, ...rest: unknown[]]>(
  'int ioctl(int, unsigned long, ...)',
);
export function ioctl(fd: number, request: number, argument: Uint8Array): number {
  return ioctlVariadic(fd, request, '_Inout_ void *', argument);
}

const pollCall = library.func('int poll(_Inout_ void *, unsigned long, int)');
/** `entries`: an array of `struct pollfd`, 8 bytes each. Returns at once with a timeout of 0. */
export function poll(entries: Uint8Array, count: number, timeoutMs: number): number {
  const result = pollCall(entries, count, timeoutMs) as number;
  return result === -1 ? -koffi.errno() : result;
}

/** `poll` in a thread of libuv's pool; `done` is called in the event loop. `entries` must be left alone until then. */
export function pollInPool(
  entries: Uint8Array,
  count: number,
  timeoutMs: number,
  done: Guarded<[result: number]>,
): void {
  pollCall.async(entries, count, timeoutMs, (error: Error | null, result: number) => {
    // errno is valid only in the first statement of the callback.
    const errno = result === -1 ? koffi.errno() : 0;
    if (error !== null) throw error;
    done(errno === 0 ? result : -errno);
  });
}

const closeCall = library.func('int close(int)');
/** `close` in a thread of libuv's pool, for descriptors that the kernel takes long to close. */
export function closeInPool(fd: number, done: Guarded): void {
  closeCall.async(fd, (error: Error | null) => {
    if (error !== null) throw error;
    done();
  });
}

const pton = library.func('int inet_pton(int, const char *, _Out_ void *)') as (
  family: number,
  text: string,
  bytes: Uint8Array,
) => number;
/** The bytes of a numeric address, `null` when the text is none of that family. */
export function addressBytes(family: number, text: string, length: 4 | 16): Uint8Array | null {
  const bytes = new Uint8Array(length);
  return pton(family, text, bytes) === 1 ? bytes : null;
}

const ntop = library.func('const char *inet_ntop(int, const void *, _Out_ void *, uint32_t)') as (
  family: number,
  bytes: Uint8Array,
  text: Uint8Array,
  length: number,
) => string | null;
const longestAddressText = 64;
const addressTextBuffer = new Uint8Array(longestAddressText);
/** The text of an IPv6 address as RFC 5952 has it, `::1`. */
export function addressText(family: number, bytes: Uint8Array): string {
  return ntop(family, bytes, addressTextBuffer, longestAddressText) ?? '';
}

const clockGetTime = library.func('int clock_gettime(int, _Out_ int64_t *)') as (
  clock: number,
  time: BigInt64Array,
) => number;
const clockRealtime = 0;
const time = new BigInt64Array(2);
/** The clock that the kernel stamps packets with: ms since 1970, with fractions. */
export function realtimeMs(): number {
  clockGetTime(clockRealtime, time);
  return Number(time[0]) * 1000 + Number(time[1]) / 1e6;
}

const strerror = library.func('const char *strerror(int)') as (errno: number) => string;
/** The C library's sentence for an error number, such as `Connection refused`. */
export function errorText(errno: number): string {
  return strerror(errno);
}

const byErrno = new Map<number, string>();
for (const [code, errno] of Object.entries(koffi.os.errno)) {
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
  const errno = koffi.os.errno[code];
  if (errno === undefined) throw new Error(`This platform has no ${code}.`);
  return errno;
}
