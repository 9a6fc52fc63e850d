import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

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
  return found;
}

/** The socket objects in a value: `s`, or `conn` of `(conn, addr)`. */
export function heldSockets(value: PythonValue): { socket: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(heldSockets);
  if ('socket' in value) return [value];
  return 'tuple' in value ? value.tuple.flatMap(heldSockets) : [];
}

/** The value after these descriptors were closed; the same object where it holds none of them. */
export function withClosed(value: PythonValue, isClosed: (fd: number) => boolean): PythonValue {
  if (!heldSockets(value).some(({ socket }) => isClosed(socket))) return value;
  const after = structuredClone(value);
  for (const held of heldSockets(after)) if (isClosed(held.socket)) held.socket = -1;
  return after;
}
