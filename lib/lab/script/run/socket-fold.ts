import type { Endpoint, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { TimedEvent } from '#lib/lab/script/run/port.ts';

/** A socket object of a program, as Python has it: it knows its descriptor until it is closed. */
export interface SocketObject {
  readonly program: string;
  /** -1 once it is closed. */
  fd: number;
  /** The kernel's socket, once an event has named it. */
  id: string | null;
}

/** What a variable holds. */
export type Held =
  | { readonly kind: 'value'; readonly value: PythonValue }
  | { readonly kind: 'socket'; readonly socket: SocketObject }
  | { readonly kind: 'tuple' | 'list'; readonly items: readonly Held[] };

/** @param open makes the socket object for a descriptor */
export function holdValue(value: PythonValue, open: (fd: number) => SocketObject): Held {
  if (Array.isArray(value)) return { kind: 'list', items: value.map((item) => holdValue(item, open)) };
  if (typeof value !== 'object' || value === null) return { kind: 'value', value };
  if ('socket' in value) return { kind: 'socket', socket: open(value.socket) };
  if ('tuple' in value) return { kind: 'tuple', items: value.tuple.map((item) => holdValue(item, open)) };
  return { kind: 'value', value };
}

/** What is known of a socket; `isGone`: the kernel has forgotten it, and `record` is the last of it. */
export interface KnownSocket {
  readonly record: SocketRecord;
  readonly isGone: boolean;
}

function isSameEnd(a: Endpoint | null, b: Endpoint | null): boolean {
  return a !== null && b !== null && a.address === b.address && a.port === b.port;
}

/** The sockets of a session, folded from its `sockets` events, and the socket objects that stand for them. */
export class SocketFold {
  readonly #known = new Map<string, KnownSocket>();
  #objects: SocketObject[] = [];

  apply(event: Extract<TimedEvent, { type: 'sockets' }>): void {
    for (const record of event.changed) {
      // Sockets that changed last come last.
      this.#known.delete(record.id);
      this.#known.set(record.id, { record, isGone: false });
    }
    for (const id of event.gone) {
      const known = this.#known.get(id);
      if (known !== undefined) this.#known.set(id, { ...known, isGone: true });
    }
    this.#name();
  }

  /** A new socket object. */
  open(program: string, fd: number): SocketObject {
    const same = this.#objects.find((object) => object.program === program && object.fd === fd && fd >= 0);
    if (same !== undefined) return same;
    const object: SocketObject = { program, fd, id: null };
    this.#objects.push(object);
    this.#name();
    return object;
  }

  /** The object has no descriptor any more, but what becomes of its socket is still followed. */
  close(object: SocketObject): void {
    this.#name();
    object.fd = -1;
  }

  exit(program: string): void {
    for (const object of this.#objects) if (object.program === program) this.close(object);
  }

  reset(): void {
    this.#known.clear();
    this.#objects = [];
  }

  /** Finds the kernel's socket for each object that has none yet. A descriptor may be used again, a socket is not. */
  #name(): void {
    const taken = new Set(this.#objects.map(({ id }) => id));
    for (const object of this.#objects) {
      if (object.id !== null || object.fd < 0) continue;
      for (const [id, { record, isGone }] of this.#known) {
        if (isGone || taken.has(id) || record.program !== object.program || record.fd !== object.fd) continue;
        object.id = id;
        taken.add(id);
      }
    }
  }

  of(object: SocketObject): KnownSocket | null {
    return object.id === null ? null : (this.#known.get(object.id) ?? null);
  }

  byId(id: string): KnownSocket | null {
    return this.#known.get(id) ?? null;
  }

  /** The other end of a connection; the latest one where ports were used again. */
  peerOf(object: SocketObject): KnownSocket | null {
    const own = this.of(object)?.record;
    if (own === undefined) return null;
    let peer: KnownSocket | null = null;
    for (const known of this.#known.values()) {
      const { record } = known;
      if (record.id === own.id || !isSameEnd(record.local, own.peer) || !isSameEnd(record.peer, own.local))
        continue;
      if (peer === null || peer.isGone || !known.isGone) peer = known;
    }
    return peer;
  }

  /** The program that listens on a port, for segments of a connection that nobody has accepted. */
  listenerOn(port: number): string | null {
    for (const { record } of this.#known.values())
      if (record.state === 'LISTEN' && record.local?.port === port) return record.program;
    return null;
  }
}
