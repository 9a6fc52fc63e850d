import type { Outcome, Wait } from '#server/kernel/calls/attempt.ts';
import { osError } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/open-socket.ts';
import { errnoOf } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

const wouldBlock = errnoOf('EAGAIN');

/** Waits for a socket until its time-out runs out. */
export function waitFor(
  platform: Platform,
  socket: OpenSocket,
  { waitsFor, events }: { waitsFor: Wait['waitsFor']; events: 'POLLIN' | 'POLLOUT' },
): Outcome {
  const entry = { realFd: socket.realFd, events: platform.constants[events] ?? 0 };
  return { wait: { waitsFor, fd: socket.fd, entries: [entry], timeoutMs: socket.timeoutMs } };
}

/** `EAGAIN` on a socket that may block is a wait; any other error is raised. */
export function waitOrRaise(
  platform: Platform,
  errno: number,
  socket: OpenSocket,
  wait: { waitsFor: Wait['waitsFor']; events: 'POLLIN' | 'POLLOUT' },
): Outcome {
  if (errno !== wouldBlock || socket.timeoutMs === 0) throw osError(errno);
  return waitFor(platform, socket, wait);
}
