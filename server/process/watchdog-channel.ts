import { Socket } from 'node:net';
import { guard, wholeProcess } from '#lib/failures/guard.ts';

/** The descriptor on which the front asks; it is open before the sidecar runs, so asking needs no other. */
export const watchdogFd = 3;
/** Says to the sidecar that there is somebody who asks. */
export const watchdogVariable = 'ACKADEMY_WATCHDOG';

/**
 * Answers each byte of the front with one of its own. Both happen in a turn of the event loop, so an answer shows that the loop
 * turns, however slowly.
 */
export function answerWatchdog(environment: NodeJS.ProcessEnv): void {
  if (environment[watchdogVariable] === undefined) return;
  const channel = new Socket({ fd: watchdogFd });
  channel.on(
    'data',
    guard(wholeProcess, (asked: Buffer) => channel.write(asked)),
  );
  // The front is gone, which the end of standard input says, too.
  channel.on(
    'error',
    guard(wholeProcess, () => channel.destroy()),
  );
}
