import pino, { type Logger } from 'pino';
import type { LogLevel } from '#lib/node/environment.ts';

const standardError = 2;

/** Lines of JSON on standard error. What students send, and the tokens of sessions, are never logged. */
export function createLog(process: 'front' | 'sidecar', level: LogLevel): Logger {
  return pino(
    { level, base: { process }, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: standardError, sync: true }),
  );
}
