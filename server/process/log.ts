import pino, { type Logger } from 'pino';
import { guard, wholeProcess } from '#lib/failures/guard.ts';
import type { LogLevel } from '#lib/node/environment.ts';

const standardError = 2;

/** Lines of JSON on standard error. What students send, and the tokens of sessions, are never logged. */
export function createLog(process: 'front' | 'sidecar', level: LogLevel): Logger {
  return pino(
    { level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: standardError, sync: true }),
  );
}

/**
 * Lets the process go on when nobody reads what it prints any more. Without that, printing the failure to print fails, too,
 * and so on without end.
 */
export function outliveReaders(): void {
  const ended = guard(wholeProcess, (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ended);
}
