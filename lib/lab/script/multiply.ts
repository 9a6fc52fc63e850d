import type { PythonValue } from '#lib/lab/python-value.ts';
import { fromBase64 } from '#lib/lab/base64.ts';
import { intValue } from '#lib/lab/script/parse-number.ts';

/** As many bytes as one value may stand for: what one `send` takes (`LAB_SEND_BYTES` in `server/bridge/options.ts`). */
export const maxValueBytes = 4_194_304;
const maxLength = 32_768;

export const tooLarge = Symbol('too large');

function intOf(value: PythonValue): bigint | null {
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'object' && value !== null && 'int' in value ? BigInt(value.int) : null;
}

function repeated(value: PythonValue, times: number): PythonValue | typeof tooLarge | null {
  if (typeof value === 'string') return value.length * times > maxLength ? tooLarge : value.repeat(times);
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return null;
  const total = (value.times ?? 1) * times;
  if (fromBase64(value.bytes).length * total > maxValueBytes || total > maxValueBytes) return tooLarge;
  return { bytes: value.bytes, times: total };
}

/** `b'x' * 1000`, `'ab' * 3`, `64 * 1024`, as Python calculates them; `null`: these two cannot be multiplied. */
export function multiply(left: PythonValue, right: PythonValue): PythonValue | typeof tooLarge | null {
  const [a, b] = [intOf(left), intOf(right)];
  if (a !== null && b !== null) return intValue(a * b) ?? tooLarge;
  const [text, times] = b === null ? [right, a] : [left, b];
  if (times === null) return null;
  return repeated(text, times < 0n ? 0 : times > BigInt(maxValueBytes) ? maxValueBytes + 1 : Number(times));
}
