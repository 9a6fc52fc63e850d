import { fromBase64, lengthOfBytes } from '#lib/lab/protocol/encode-value.ts';
import type { ConstantName, PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { Expression } from '#lib/lab/script/syntax/ast.ts';
import { evaluate, type Find } from '#lib/lab/script/syntax/evaluate.ts';

/** Constants that have the same number on every system; the others are equal to themselves only. */
const numbers: Partial<Record<ConstantName, number>> = {
  AF_INET: 2,
  SOCK_STREAM: 1,
  SOCK_DGRAM: 2,
  IPPROTO_TCP: 6,
  IPPROTO_IPV6: 41,
  SHUT_RD: 0,
  SHUT_WR: 1,
  SHUT_RDWR: 2,
  MSG_PEEK: 2,
  POLLIN: 1,
  POLLOUT: 4,
  POLLERR: 8,
  POLLHUP: 16,
};

function flagsNumber(names: readonly ConstantName[]): number | null {
  let all = 0;
  for (const name of names) {
    const number = numbers[name];
    if (number === undefined) return null;
    all |= number;
  }
  return all;
}

/** The value as a number, as Python's `==` sees it; `null`: it is none. */
function numberOf(value: PythonValue): bigint | number | null {
  if (typeof value === 'boolean') return BigInt(value);
  if (typeof value === 'number') return BigInt(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  if ('int' in value) return BigInt(value.int);
  if ('float' in value) return value.float;
  const names = 'constant' in value ? [value.constant] : 'flags' in value ? value.flags : null;
  const number = names === null ? null : flagsNumber(names);
  return number === null ? null : BigInt(number);
}

function repeatedBytes(value: { readonly bytes: string; readonly times?: number | undefined }): Uint8Array {
  const once = fromBase64(value.bytes);
  const times = value.times ?? 1;
  if (times === 1) return once;
  const all = new Uint8Array(once.length * times);
  for (let i = 0; i < times; i++) all.set(once, i * once.length);
  return all;
}

function areItemsEqual(a: readonly PythonValue[], b: readonly PythonValue[]): boolean {
  return a.length === b.length && a.every((item, index) => equalValues(item, b[index] ?? null));
}

/** Python's `a == b`. Sockets are compared by their descriptors, which is enough within one program. */
function equalValues(a: PythonValue, b: PythonValue): boolean {
  const [x, y] = [numberOf(a), numberOf(b)];
  // Loose equality is what compares an int with a float exactly.
  if (x !== null && y !== null) return x == y;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) || Array.isArray(b))
    return Array.isArray(a) && Array.isArray(b) && areItemsEqual(a, b);
  if ('tuple' in a && 'tuple' in b) return areItemsEqual(a.tuple, b.tuple);
  if ('socket' in a && 'socket' in b) return a.socket === b.socket;
  if ('constant' in a && 'constant' in b) return a.constant === b.constant;
  if ('flags' in a && 'flags' in b)
    return new Set([...a.flags, ...b.flags]).size === Math.max(new Set(a.flags).size, new Set(b.flags).size);
  if (!('bytes' in a && 'bytes' in b)) return false;
  if (lengthOfBytes(a) !== lengthOfBytes(b)) return false;
  const [left, right] = [repeatedBytes(a), repeatedBytes(b)];
  // Of bytes of which only the beginning was kept, the beginning is compared.
  const common = Math.min(left.length, right.length);
  return left.subarray(0, common).every((byte, index) => byte === right[index]);
}

/** What the names of a program's line hold. */
export function finder(session: LiveSession, program: string): Find {
  return (node) => {
    const value = session.find(program, node);
    if (value !== undefined) return { ok: true, value };
    return { ok: false, at: node, message: `\`${node.name}\` has no value`, help: 'give it one before' };
  };
}

/** Whether a value is what a script expects: Python's `==`, with `_` for anything. */
export function matches(
  session: LiveSession,
  program: string,
  expected: Expression,
  value: PythonValue,
): boolean {
  const areEach = (items: readonly Expression[], values: readonly PythonValue[]) =>
    items.length === values.length &&
    items.every((item, index) => matches(session, program, item, values[index] ?? null));
  switch (expected.kind) {
    case 'anything':
      return true;
    case 'tuple':
      return (
        typeof value === 'object' &&
        value !== null &&
        'tuple' in value &&
        areEach(expected.items, value.tuple)
      );
    case 'list':
      return Array.isArray(value) && areEach(expected.items, value);
    case 'value':
    case 'name':
    case 'index':
    case 'recode':
    case 'product': {
      const evaluated = evaluate(expected, finder(session, program));
      return evaluated.ok && equalValues(evaluated.value, value);
    }
    default:
      return expected satisfies never;
  }
}
