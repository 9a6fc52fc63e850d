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

/** A connection over the limits gets 503 if it asks within this time. */
const refusedMs = 1_000;
/** So many wait for that at a time; any more are closed at once. */
const refusedAtOnce = 64;

interface ConnectionLimits {
  /** Whether this one is over the limits, and gets no more than an answer that says so. */
  isRefused(connection: Duplex): boolean;
  /** A request came over it: it is in use until `released`. */
  used(connection: Duplex): void;
  /** Nothing is asked over it any more, though it is open. */
  released(connection: Duplex): void;
}

interface Held {
  /** `null`: a proxy's, which counts in all only. */
  readonly group: string | null;
  readonly giveBack: () => void;
}

/**
 * Holds the connections of the server to `limits`. What comes through a proxy counts in all only: it carries many browsers.
 * A connection over which nothing is asked gives way to a new one, the one that was used least recently first.
 */
export function limitConnections(
  server: Server,
  limits: ShareLimits,
  proxies: Proxies,
  log: Logger,
): ConnectionLimits {
  const shares = new Shares(limits);
  const held = new Map<Duplex, Held>();
  /** Without a request, by their group, in the order in which they came to be so. */
  const unused = new Map<string | null, Set<Duplex>>();
  const refused = new Set<Duplex>();
  server.setTimeout(silentMs);

  const released = (connection: Duplex): void => {
    const group = held.get(connection)?.group;
    if (group === undefined) return;
    unused.set(group, (unused.get(group) ?? new Set()).add(connection));
  };
  const used = (connection: Duplex): void => {
    const group = held.get(connection)?.group;
    if (group === undefined) return;
    const ofGroup = unused.get(group);
    ofGroup?.delete(connection);
    if (ofGroup?.size === 0) unused.delete(group);
  };
  const forget = (connection: Duplex): void => {
    const giveBack = held.get(connection)?.giveBack;
    used(connection);
    held.delete(connection);
    giveBack?.();
  };

  /** Closes an unused connection of the group, or else of the group that has most of them. */
  const makeRoom = (group: string | null): boolean => {
    const [oldest] = (shares.all < limits.all ? unused.get(group) : largest(unused.values())) ?? [];
    if (oldest === undefined) return false;
    forget(oldest);
    oldest.destroy();
    return true;
  };

  const take = (group: string | null): (() => void) | null =>
    shares.take(group) ?? (makeRoom(group) ? shares.take(group) : null);

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

  const admit = guard(
    { fail: (error) => log.error({ err: error }, 'a bug in counting connections') },
    (socket: Socket) => {
      const { remoteAddress } = socket;
      // It was reset before anybody looked.
      if (remoteAddress === undefined) {
        socket.destroy();
        return;
      }
      const group = proxies.trusts(remoteAddress) ? null : addressGroup(remoteAddress);
      const giveBack = take(group);
      if (giveBack === null) return refuse(socket);
      held.set(socket, { group, giveBack });
      released(socket);
      const closed = guard(requestBoundary(socket, log), () => forget(socket));
      socket.once('close', closed);
    },
  );
  server.on('connection', admit);
  return { isRefused: (connection) => refused.has(connection), used, released };
}

function largest(sets: Iterable<ReadonlySet<Duplex>>): ReadonlySet<Duplex> | undefined {
  let found: ReadonlySet<Duplex> | undefined;
  for (const set of sets) if (set.size > (found?.size ?? 0)) found = set;
  return found;
}
