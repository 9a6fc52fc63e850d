import type { PythonValue } from '#lib/lab/python-value.ts';

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
