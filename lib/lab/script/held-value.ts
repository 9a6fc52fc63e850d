import type { PythonValue } from '#lib/lab/python-value.ts';

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
