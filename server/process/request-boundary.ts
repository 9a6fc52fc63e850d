import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import type { FaultBoundary } from '#lib/failures/guard.ts';

/** A bug in answering a request ends its connection. */
export function requestBoundary(connection: Duplex, log: Logger): FaultBoundary {
  return {
    fail(error) {
      log.error({ err: error }, 'a bug ends this request');
      connection.destroy();
    },
  };
}
