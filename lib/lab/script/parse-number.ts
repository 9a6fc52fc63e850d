import type { PythonValue } from '#lib/lab/python-value.ts';
import type { CallCursor } from '#lib/lab/script/call-cursor.ts';

const numberLike = /(?:\d|\.\d)(?:[eE][+-](?=\d)|[0-9A-Za-z_.])*/y;
const hexLike = /0[xX][0-9A-Za-z_]*/y;
const integer = /^(?:0(?:_?0)*|[1-9](?:_?\d)*|0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)$/;
const float =
  /^(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*[eE][+-]?\d(?:_?\d)*)$/;

/** Decimal digits that a call can carry. */
const maxDigits = 64;

/** An int as it goes over the wire: a number where that is exact. `null`: it has too many digits. */
export function intValue(int: bigint): PythonValue | null {
  const number = Number(int);
  if (Number.isSafeInteger(number)) return number;
  const decimal = int.toString();
  return decimal.replace('-', '').length > maxDigits ? null : { int: decimal };
}

/** An int or float as Python writes it, without a sign. `null`: it has been reported. */
export function parseNumber(cursor: CallCursor): PythonValue | null {
  const start = cursor.at;
  const written = cursor.take(hexLike) ?? cursor.take(numberLike) ?? '';
  const range = cursor.from(start);
  if (written.length > 4 * maxDigits) return cursor.report('LAB_VALUE_LIMIT', range);
  const digits = written.replaceAll('_', '');
  if (integer.test(written))
    return (
      intValue(BigInt(digits)) ?? cursor.report('LAB_VALUE_LIMIT', range, 'this number has too many digits')
    );
  if (float.test(written) && Number.isFinite(Number(digits))) return { float: Number(digits) };
  return cursor.report(
    'LAB_NUMBER_FORM',
    range,
    `\`${written.slice(0, 40)}\` is not a number`,
    helpWith(written.slice(0, 40)),
  );
}

function helpWith(written: string): string | undefined {
  if (/^0[\d_]+$/.test(written)) return `leave the leading 0 out: \`${written.replace(/^[0_]+/, '')}\``;
  if (/^\d+(?:\.\d+){2,}$/.test(written)) return `put quotes around the address: \`'${written}'\``;
  return undefined;
}
