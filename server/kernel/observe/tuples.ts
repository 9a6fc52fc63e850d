import type { Endpoint, SocketRecord } from '#lib/lab/protocol.ts';
import type { Holder } from '#server/kernel/observe/socket-record.ts';

/** Segments may be asked about a moment after their socket went. */
const keptGone = 256;

/** Finds the socket of the session at one end of a connection. */
export class Tuples {
  #now = new Map<string, Holder>();
  #listeners = new Map<string, Holder>();
  #closed = new Map<string, Holder>();
  readonly #gone = new Map<string, Holder>();

  /**
   * `local` and `peer` as that end sees them. Where nothing is connected, the socket that listens there, or one that has
   * the port: after a refused `connect` nothing else is left of the connection.
   */
  find(local: Endpoint, peer: Endpoint): Holder | null {
    const key = keyOf(local, peer);
    return (
      this.#now.get(key) ??
      this.#gone.get(key) ??
      standingAt(this.#listeners, local) ??
      standingAt(this.#closed, local)
    );
  }

  listener(local: Endpoint): Holder | null {
    return standingAt(this.#listeners, local);
  }

  replace(records: Iterable<SocketRecord>): void {
    const before = this.#now;
    this.#now = new Map();
    this.#listeners = new Map();
    this.#closed = new Map();
    for (const { id, program, fd, state, local, peer } of records) {
      const holder = { id, program, fd };
      if (local === null) continue;
      if (state === 'LISTEN') this.#listeners.set(placeKey(local), holder);
      else if (peer !== null) this.#now.set(keyOf(local, peer), holder);
      else this.#closed.set(placeKey(local), holder);
    }
    for (const [key, holder] of before) {
      if (this.#now.has(key)) continue;
      this.#gone.delete(key);
      this.#gone.set(key, { ...holder, fd: null });
    }
    for (const key of this.#gone.keys()) {
      if (this.#gone.size <= keptGone) break;
      this.#gone.delete(key);
    }
  }
}

/** A socket bound to every address stands at each. */
function standingAt(sockets: ReadonlyMap<string, Holder>, local: Endpoint): Holder | null {
  const { port } = local;
  return (
    sockets.get(placeKey(local)) ??
    (local.address.includes(':') ? null : sockets.get(placeKey({ address: '0.0.0.0', port }))) ??
    sockets.get(placeKey({ address: '::', port })) ??
    null
  );
}

function keyOf(local: Endpoint, peer: Endpoint): string {
  return `${placeKey(local)} ${placeKey(peer)}`;
}

/** An IPv6 socket may hold an IPv4 connection; on the wire there is no trace of that. */
function placeKey({ address, port }: Endpoint): string {
  return `${address.startsWith('::ffff:') ? address.slice(7) : address} ${String(port)}`;
}
