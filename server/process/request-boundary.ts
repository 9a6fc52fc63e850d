import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { type FaultBoundary, guard, type Guarded, wholeProcess } from '#lib/failures/guard.ts';

/** A bug in answering a request ends its connection. */
export function requestBoundary(connection: Duplex, log: Logger): FaultBoundary {
  return {
    fail(error) {
      log.error({ err: error }, 'a bug ends this request');
      connection.destroy();
    },
  };
}

/** A listener for requests, or for upgrades, each of them with a boundary of its own. */
export function guardRequests<Rest extends readonly unknown[]>(
  log: Logger,
  work: (request: IncomingMessage, ...rest: Rest) => void,
): Guarded<[request: IncomingMessage, ...rest: Rest]> {
  return guard(wholeProcess, (request: IncomingMessage, ...rest: Rest) => {
    guard(requestBoundary(request.socket, log), work)(request, ...rest);
  });
}
