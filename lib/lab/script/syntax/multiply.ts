import { lengthOfBytes } from '#lib/lab/protocol/encode-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

/** Decimal digits that a call can carry. */
const maxDigits = 64;
/** As many bytes as one value may stand for: what one `send` takes (`LAB_SEND_BYTES` in `server/bridge/options.ts`). */
export const maxValueBytes = 4_194_304;
/** As many characters as a text may have. */
const maxTextLength = 32_768;

export const tooLarge = Symbol('too large');

/** An int as it goes over the wire: a number where that is exact. `null`: it has too many digits. */
export function intValue(int: bigint): PythonValue | null {
  const number = Number(int);
  if (Number.isSafeInteger(number)) return number;
  const decimal = int.toString();
  return decimal.replace('-', '').length > maxDigits ? null : { int: decimal };
}

function intOf(value: PythonValue): bigint | null {
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'object' && value !== null && 'int' in value ? BigInt(value.int) : null;
}

function repeated(value: PythonValue, times: number): PythonValue | typeof tooLarge | null {
  if (typeof value === 'string') return value.length * times > maxTextLength ? tooLarge : value.repeat(times);
  if (typeof value !== 'object' || value === null || !('bytes' in value)) return null;
  const total = ('length' in value ? 1 : (value.times ?? 1)) * times;
  if (lengthOfBytes(value) * times > maxValueBytes || total > maxValueBytes || 'length' in value)
    return tooLarge;
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
