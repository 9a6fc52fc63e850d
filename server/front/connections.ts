import type { Server, ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { guard } from '#lib/failures/guard.ts';
import type { Proxies } from '#server/front/client.ts';
import { Shares, type ShareLimits } from '#server/front/quotas.ts';
import { addressGroup } from '#server/process/peer-address.ts';
import { requestBoundary } from '#server/process/request-boundary.ts';

/** What the server gives a connection time for. */
export const serverOptions: ServerOptions = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
};

/** A connection over which nothing moves for so long is closed; an event stream has a pulse in between. */
const silentMs = 60_000;

/** A connection over the limits is told so if it asks within this time. */
const refusedMs = 1_000;
/** So many wait for that at a time; any more are closed at once. */
const refusedAtOnce = 64;

interface ConnectionLimits {
  /** Whether this one is over the limits, and gets no more than an answer that says so. */
  isRefused(connection: Duplex): boolean;
}

/** Holds the connections of the server to `limits`. What comes through a proxy counts in all only: it carries many browsers. */
export function limitConnections(
  server: Server,
  limits: ShareLimits,
  proxies: Proxies,
  log: Logger,
): ConnectionLimits {
  const shares = new Shares(limits);
  const refused = new Set<Duplex>();
  server.setTimeout(silentMs);

  const refuse = (socket: Socket): void => {
    if (refused.size >= refusedAtOnce) {
      socket.destroy();
      return;
    }
    refused.add(socket);
    const boundary = requestBoundary(socket, log);
    const destroy = guard(boundary, () => socket.destroy());
    const timer = setTimeout(destroy, refusedMs);
    const closed = guard(boundary, () => {
      clearTimeout(timer);
      refused.delete(socket);
    });
    socket.once('close', closed);
  };

  server.on(
    'connection',
    guard(
      { fail: (error) => log.error({ err: error }, 'a bug in counting connections') },
      (socket: Socket) => {
        const { remoteAddress } = socket;
        // It was reset before anybody looked.
        if (remoteAddress === undefined) {
          socket.destroy();
          return;
        }
        const group = proxies.trusts(remoteAddress) ? null : addressGroup(remoteAddress);
        const giveBack = shares.take(group);
        if (giveBack === null) refuse(socket);
        else socket.once('close', guard(requestBoundary(socket, log), giveBack));
      },
    ),
  );
  return { isRefused: (connection) => refused.has(connection) };
}
