import { formatErrorShort } from '#lib/lab/protocol/format-event.ts';
import { formatShortValue } from '#lib/lab/protocol/format-value.ts';
import type { CallResult } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/** Where a value is shown with its call, a socket appears as its descriptor, which is what the kernel returned. */
function short(value: PythonValue): string {
  if (typeof value === 'object' && value !== null && 'socket' in value) return `fd ${String(value.socket)}`;
  if (typeof value === 'object' && value !== null && 'tuple' in value)
    return `(${value.tuple.map(short).join(', ')})`;
  return formatShortValue(value);
}

/** `fd 4`, `b'Hello'`, `ConnectionRefusedError [Errno 111] ECONNREFUSED`. */
export function resultText(result: CallResult): string {
  return result.ok ? short(result.value) : formatErrorShort(result.error);
}
