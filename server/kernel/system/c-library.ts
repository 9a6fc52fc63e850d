/**
 * The one door to koffi: all functions of the C library are bound here, and every system call is made by a function that
 * `systemCall` or `systemCallInPool` gave.
 */
import type { Guarded } from '#lib/failures/guard.ts';
import koffi from 'koffi';

const library = koffi.load(null);

/** A function that makes no system call, or answers in a way of its own. */
export function cFunction<Arguments extends unknown[], Result>(
  prototype: string,
): (...args: Arguments) => Result {
  return library.func(prototype) as (...args: Arguments) => Result;
}

/** Answers as the kernel itself does: its result, or `-errno`. */
export function systemCall<Arguments extends unknown[]>(prototype: string): (...args: Arguments) => number {
  const call = cFunction<Arguments, number | bigint>(prototype);
  return (...args) => {
    const result = Number(call(...args));
    return result === -1 ? -koffi.errno() : result;
  };
}

/** The same in a thread of libuv's pool; `done` is called in the event loop, with what the kernel answered. */
export function systemCallInPool<Arguments extends unknown[]>(
  prototype: string,
): (done: Guarded<[result: number]>, ...args: Arguments) => void {
  const call = library.func(prototype);
  return (done, ...args) => {
    call.async(...args, (error: Error | null, result: number) => {
      // errno is valid only in the first statement of the callback.
      const errno = result === -1 ? koffi.errno() : 0;
      if (error !== null) throw error;
      done(errno === 0 ? result : -errno);
    });
  };
}

/** Where the bytes are, for structures that point at them. They must live as long as the structure is used. */
export function addressInMemory(bytes: Uint8Array): bigint {
  return koffi.address(bytes);
}

/** Error numbers of this platform by their names. */
export const errnos: Readonly<Record<string, number>> = koffi.os.errno;
