import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/** How much a list or a tuple may hold, and how many of them may lie inside each other: enough for every call there is. */
export const maxItems = 256;
export const maxValueLevels = 3;

type Item = Extract<PythonValue, readonly unknown[]>[number];

/** The items of a list or tuple; `null`: the value is neither. */
export function itemsOf(value: PythonValue): readonly PythonValue[] | null {
  if (typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value;
  return 'tuple' in value ? value.tuple : null;
}

function levelsOf(value: PythonValue): number {
  const items = itemsOf(value);
  return items === null ? 0 : 1 + Math.max(0, ...items.map(levelsOf));
}

function areItems(values: readonly PythonValue[]): values is readonly Item[] {
  return values.length <= maxItems && values.every((value) => levelsOf(value) < maxValueLevels);
}

/** The list or tuple of some values; `undefined`: no call can carry it, because it is too long or nested too deeply. */
export function nestedValue(kind: 'list' | 'tuple', values: readonly PythonValue[]): PythonValue | undefined {
  if (!areItems(values)) return undefined;
  return kind === 'list' ? [...values] : { tuple: [...values] };
}

/** Long argument lists overflow the stack. */
const chunkBytes = 8192;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let i = 0; i < bytes.length; i += chunkBytes)
    binary += String.fromCharCode(...bytes.subarray(i, i + chunkBytes));
  return btoa(binary);
}

export function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

type Bytes = Extract<PythonValue, { bytes: string }>;

/** How many bytes a value of bytes stands for. */
export function lengthOfBytes(value: Bytes): number {
  if ('length' in value) return value.length;
  return fromBase64(value.bytes).length * (value.times ?? 1);
}

/** The socket objects in a value: `s`, or `conn` of `(conn, addr)`. */
export function heldSockets(value: PythonValue): { socket: number }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(heldSockets);
  if ('socket' in value) return [value];
  return 'tuple' in value ? value.tuple.flatMap(heldSockets) : [];
}
