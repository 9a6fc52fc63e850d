import { heldSockets, itemsOf } from '#lib/lab/protocol/encode-value.ts';
import { formatValue } from '#lib/lab/protocol/format-value.ts';
import type { Endpoint, SocketRecord } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

type Variables = ReadonlyMap<string, PythonValue>;

/** The descriptor of the socket that a variable holds, -1 once it is closed; `null`: it holds none. */
export function socketOf(value: PythonValue | undefined): number | null {
  const isSocket = typeof value === 'object' && value !== null && 'socket' in value;
  return isSocket ? value.socket : null;
}

/**
 * The variable that holds the socket of a descriptor. -1 means a closed one, whose name is known only where there is no
 * other.
 */
export function variableOf(variables: Variables, fd: number): string | null {
  let found: string | null = null;
  for (const [name, value] of variables) {
    if (socketOf(value) !== fd) continue;
    if (fd >= 0) return name;
    if (found !== null) return null;
    found = name;
  }
  return found ?? (fd < 0 ? null : partOf(variables, fd));
}

/** `conn[0]`, where a variable holds a pair with the socket in it. */
function partOf(variables: Variables, fd: number): string | null {
  for (const [name, value] of variables) {
    const index = itemsOf(value)?.findIndex((item) => socketOf(item) === fd) ?? -1;
    if (index >= 0) return `${name}[${String(index)}]`;
  }
  return null;
}

/** The variable, or the part of one, that holds what a method is called on; `null`: none does. */
export function nameOfValue(variables: Variables, value: PythonValue): string | null {
  const fd = socketOf(value);
  if (fd !== null) return variableOf(variables, fd);
  const text = formatValue(value);
  for (const [name, held] of variables) if (formatValue(held) === text) return name;
  return null;
}

/** The value after these descriptors were closed; the same object where it holds none of them. */
export function withClosed(value: PythonValue, isClosed: (fd: number) => boolean): PythonValue {
  if (!heldSockets(value).some(({ socket }) => isClosed(socket))) return value;
  const after = structuredClone(value);
  for (const held of heldSockets(after)) if (isClosed(held.socket)) held.socket = -1;
  return after;
}

/** What is known of a socket; `isGone`: the kernel has forgotten it, and `record` is what it last showed. */
export interface KnownSocket {
  readonly record: SocketRecord;
  readonly isGone: boolean;
}

/** Sockets that the kernel knows, the one that it showed last first; then those that it has forgotten, the newest first. */
function* knownSockets({ sockets, forgotten }: Snapshot): Generator<KnownSocket> {
  for (const record of [...sockets.values()].reverse()) yield { record, isGone: false };
  for (let each = forgotten; each !== null; each = each.before) yield { record: each.record, isGone: true };
}

function firstSocket(snapshot: Snapshot, isWanted: (record: SocketRecord) => boolean): KnownSocket | null {
  for (const known of knownSockets(snapshot)) if (isWanted(known.record)) return known;
  return null;
}

/** The kernel's socket of an id; `null`: it was never shown. */
export function socketById(snapshot: Snapshot, id: string): KnownSocket | null {
  return firstSocket(snapshot, (record) => record.id === id);
}

function isSameEnd(a: Endpoint | null, b: Endpoint | null): boolean {
  return a !== null && b !== null && a.address === b.address && a.port === b.port;
}

/** The other end of a connection of this host; where ports were used again, that of the latest connection. */
export function peerOf(snapshot: Snapshot, own: SocketRecord): KnownSocket | null {
  return firstSocket(
    snapshot,
    (record) =>
      record.id !== own.id && isSameEnd(record.local, own.peer) && isSameEnd(record.peer, own.local),
  );
}

/** The program that listens on a port, for segments of a connection that nobody has accepted; `null`: none does. */
export function listenerOn({ sockets }: Snapshot, port: number): string | null {
  for (const { state, local, program } of sockets.values())
    if (state === 'LISTEN' && local?.port === port) return program;
  return null;
}
