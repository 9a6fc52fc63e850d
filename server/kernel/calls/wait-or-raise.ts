import type { Outcome, Wait } from '#server/kernel/calls/attempt.ts';
import { osError } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/open-socket.ts';
import { errnoOf } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

const wouldBlock = errnoOf('EAGAIN');

interface Awaited {
  readonly waitsFor: Wait['waitsFor'];
  readonly events: 'POLLIN' | 'POLLOUT';
  /** The socket's when the call began: another thread may change it meanwhile. */
  readonly timeoutMs: number | null;
}

/** Waits for a socket until the time-out runs out. */
export function waitFor(
  platform: Platform,
  socket: OpenSocket,
  { waitsFor, events, timeoutMs }: Awaited,
): Outcome {
  const entry = { realFd: socket.realFd, events: platform.constants[events] ?? 0 };
  return { wait: { waitsFor, fd: socket.fd, entries: [entry], timeoutMs } };
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
