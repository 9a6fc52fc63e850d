import type { Endpoint, SocketRecord } from '#lib/lab/protocol.ts';
import type { Holder } from '#server/kernel/observe/socket-record.ts';

/** Segments may be asked about a moment after their socket went. */
const keptGone = 256;

/** Finds the socket of the session at one end of a connection. */
export class Tuples {
  #now = new Map<string, Holder>();
  #listeners = new Map<string, Holder>();
  readonly #gone = new Map<string, Holder>();

  /** `local` and `peer` as that end sees them. Where nothing is connected, the socket that listens there. */
  find(local: Endpoint, peer: Endpoint): Holder | null {
    const key = keyOf(local, peer);
    return this.#now.get(key) ?? this.#gone.get(key) ?? this.listener(local);
  }

  /** One that is bound to every address answers for each. */
  listener(local: Endpoint): Holder | null {
    const port = String(local.port);
    return (
      this.#listeners.get(placeKey(local)) ??
      (local.address.includes(':') ? null : this.#listeners.get(`0.0.0.0 ${port}`)) ??
      this.#listeners.get(`:: ${port}`) ??
      null
    );
  }

  replace(records: Iterable<SocketRecord>): void {
    const before = this.#now;
    this.#now = new Map();
    this.#listeners = new Map();
    for (const { id, program, fd, state, local, peer } of records) {
      const holder = { id, program, fd };
      if (local !== null && state === 'LISTEN') this.#listeners.set(placeKey(local), holder);
      if (local !== null && peer !== null) this.#now.set(keyOf(local, peer), holder);
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

function keyOf(local: Endpoint, peer: Endpoint): string {
  return `${placeKey(local)} ${placeKey(peer)}`;
}

/** An IPv6 socket may hold an IPv4 connection; on the wire there is no trace of that. */
function placeKey({ address, port }: Endpoint): string {
  return `${address.startsWith('::ffff:') ? address.slice(7) : address} ${String(port)}`;
}
