import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { CallError } from '#lib/lab/protocol/messages.ts';
import type { Outcome, Wait } from '#server/kernel/calls/prepared-call.ts';
import { codeOfErrno, errnoOf, errorText } from '#server/kernel/system/libc.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { pollDescriptors, type PollEntry } from '#server/kernel/system/poller.ts';

/**
 * A Python exception on its way out of a call. Thrown where Python would raise, caught in one place (`thread-call.ts`),
 * where it becomes the call's result.
 */
export class Raise extends Error {
  readonly error: CallError;

  constructor(error: CallError) {
    super(error.message);
    this.error = error;
  }
}

/** A call that the lab does not carry out; travels like a `Raise` and becomes a `refused` event. */
export class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode) {
    super(code);
    this.code = code;
  }
}

function withoutErrno(exception: string, message: string): Raise {
  return new Raise({ exception, errno: null, code: null, message });
}

export const typeError = (message: string): Raise => withoutErrno('TypeError', message);
export const valueError = (message: string): Raise => withoutErrno('ValueError', message);
export const overflowError = (message: string): Raise => withoutErrno('OverflowError', message);
export const attributeError = (message: string): Raise => withoutErrno('AttributeError', message);
export const unicodeError = (message: string): Raise => withoutErrno('UnicodeError', message);
/** What Python's own handler of SIGINT raises. */
export const keyboardInterrupt = (): Raise => withoutErrno('KeyboardInterrupt', '');
/** What Python raises when a timeout of its own runs out; the kernel had no part in it. */
export const timedOut = (): Raise => withoutErrno('TimeoutError', 'timed out');

/** PEP 3151: which errno has an exception class of its own; any other is a plain `OSError`. */
const exceptionByCode: Readonly<Record<string, string>> = {
  EAGAIN: 'BlockingIOError',
  EALREADY: 'BlockingIOError',
  EINPROGRESS: 'BlockingIOError',
  EPIPE: 'BrokenPipeError',
  ESHUTDOWN: 'BrokenPipeError',
  ECONNABORTED: 'ConnectionAbortedError',
  ECONNREFUSED: 'ConnectionRefusedError',
  ECONNRESET: 'ConnectionResetError',
  EINTR: 'InterruptedError',
  EACCES: 'PermissionError',
  EPERM: 'PermissionError',
  ETIMEDOUT: 'TimeoutError',
};

/** @param errno positive */
export function osError(errno: number): Raise {
  const code = codeOfErrno(errno);
  return new Raise({
    exception: exceptionByCode[code] ?? 'OSError',
    errno,
    code,
    message: `[Errno ${String(errno)}] ${errorText(errno)}`,
  });
}

export function osErrorOf(code: string): Raise {
  return osError(errnoOf(code));
}

export function gaiError(errno: number, code: string, text: string): Raise {
  return new Raise({
    exception: 'socket.gaierror',
    errno,
    code,
    message: `[Errno ${String(errno)}] ${text}`,
  });
}

/** What has happened at each descriptor by now: 0, or events. */
export function eventsNow(entries: readonly PollEntry[]): readonly number[] {
  const events = pollDescriptors(entries);
  if (typeof events === 'number') throw osError(-events);
  return events;
}

const wouldBlock = errnoOf('EAGAIN');

interface Awaited {
  readonly waitsFor: Wait['waitsFor'];
  readonly events: 'POLLIN' | 'POLLOUT';
  /** The socket's when the call began: another thread may change it meanwhile. */
  readonly timeoutMs: number | null;
}

/** Waits for a socket until the timeout runs out. */
export function waitFor(
  platform: Platform,
  socket: OpenSocket,
  { waitsFor, events, timeoutMs }: Awaited,
): { readonly wait: Wait } {
  const entry = { hostFd: socket.hostFd, events: platform.constants[events] ?? 0 };
  return { wait: { waitsFor, virtualFd: socket.virtualFd, entries: [entry], timeoutMs } };
}

/** Whether a socket has a timeout that can run out; with `None` and 0 there is none. */
export function hasTimeout(timeoutMs: number | null): timeoutMs is number {
  return timeoutMs !== null && timeoutMs > 0;
}

/**
 * With a timeout, Python waits until the socket is ready, and only then makes the system call (`sock_call_ex` in
 * `socketmodule.c`). So `send` waits although a few bytes would fit, and `recv` on a listening socket waits instead of failing.
 * `null`: it is ready, or has no timeout.
 */
export function waitUntilReady(platform: Platform, socket: OpenSocket, awaited: Awaited): Outcome | null {
  if (!hasTimeout(awaited.timeoutMs)) return null;
  const wait = waitFor(platform, socket, awaited);
  const [events] = eventsNow(wait.wait.entries);
  return events === 0 ? wait : null;
}

/** `EAGAIN` on a socket that may block is a wait; any other error is raised. */
export function waitOrRaise(
  platform: Platform,
  errno: number,
  socket: OpenSocket,
  awaited: Awaited,
): Outcome {
  if (errno !== wouldBlock || awaited.timeoutMs === 0) throw osError(errno);
  return waitFor(platform, socket, awaited);
}
