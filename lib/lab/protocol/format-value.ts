import { fromBase64, lengthOfBytes } from '#lib/lab/protocol/encode-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';

const escapes = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Python prefers `'`, and takes `"` only where that saves escapes. */
function quoteFor(text: string): "'" | '"' {
  return text.includes("'") && !text.includes('"') ? '"' : "'";
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}

function bytesRepr(bytes: Uint8Array): string {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  const quote = quoteFor(text);
  let shown = '';
  for (const char of text) {
    const code = char.charCodeAt(0);
    if (char === quote) shown += `\\${char}`;
    else if (escapes.has(char)) shown += escapes.get(char) ?? '';
    else shown += code < 0x20 || code > 0x7e ? `\\x${hex(code, 2)}` : char;
  }
  return `b${quote}${shown}${quote}`;
}

/** What `str.isprintable` says no to (Python's `unicodeobject.c`); a space is printable. */
const unprintable = /[\p{C}\p{Z}]/u;

function stringRepr(text: string): string {
  const quote = quoteFor(text);
  let shown = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (char === quote) shown += `\\${char}`;
    else if (escapes.has(char)) shown += escapes.get(char) ?? '';
    else if (char === ' ' || !unprintable.test(char)) shown += char;
    else if (code <= 0xff) shown += `\\x${hex(code, 2)}`;
    else shown += code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
  }
  return `${quote}${shown}${quote}`;
}

function floatRepr(number: number): string {
  if (Number.isNaN(number)) return 'nan';
  if (!Number.isFinite(number)) return number > 0 ? 'inf' : '-inf';
  const [digits = '', exponent = '0'] = number.toExponential().split('e');
  const power = Number(exponent);
  if (Object.is(number, -0)) return '-0.0';
  // Python writes an exponent below 1e-4 and from 1e16 on, of two digits at least.
  if (number !== 0 && (power < -4 || power >= 16))
    return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  if (power < 0) {
    const plain = digits.replace(/[-.]/g, '');
    return `${number < 0 ? '-' : ''}0.${'0'.repeat(-power - 1)}${plain}`;
  }
  const written = String(number);
  return written.includes('.') ? written : `${written}.0`;
}

function itemsRepr(items: readonly PythonValue[], repr: (item: PythonValue) => string): string {
  return items.map(repr).join(', ');
}

function objectRepr(
  value: Exclude<PythonValue, null | boolean | number | string | readonly unknown[]>,
  repr: (item: PythonValue) => string,
): string {
  if ('int' in value) return value.int;
  if ('float' in value) return floatRepr(value.float);
  if ('bytes' in value) {
    const bytes = bytesRepr(fromBase64(value.bytes));
    if ('length' in value) return `${bytes}… (${String(value.length)} bytes)`;
    return value.times === undefined || value.times === 1 ? bytes : `${bytes} * ${String(value.times)}`;
  }
  if ('constant' in value) return value.constant;
  if ('flags' in value) return value.flags.join(' | ');
  if ('socket' in value)
    return value.socket < 0 ? '<socket [closed]>' : `<socket fd=${String(value.socket)}>`;
  const [only] = value.tuple;
  if (only !== undefined && value.tuple.length === 1) return `(${repr(only)},)`;
  return `(${itemsRepr(value.tuple, repr)})`;
}

/**
 * What Python's `repr` gives. Constants are shown by their names, repeated bytes as they were written, sockets by their
 * descriptor alone.
 *
 * @example
 * formatValue({ tuple: ['127.0.0.1', 65000] }) // ('127.0.0.1', 65000)
 */
export function formatValue(value: PythonValue): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return stringRepr(value);
  if (Array.isArray(value)) return `[${itemsRepr(value, formatValue)}]`;
  return objectRepr(value, formatValue);
}

/** As many characters of a value as a line of a log has room for. */
const maxShortLength = 120;

/** The same, cut where it is long; bytes then show their number. */
export function formatShortValue(value: PythonValue): string {
  if (typeof value === 'object' && value !== null && 'bytes' in value) {
    const bytes = fromBase64(value.bytes);
    if (bytes.length > maxShortLength) {
      const total = lengthOfBytes(value);
      return `${bytesRepr(bytes.subarray(0, maxShortLength / 2))}… (${String(total)} bytes)`;
    }
  }
  const whole = formatValue(value);
  return whole.length > 2 * maxShortLength ? `${whole.slice(0, 2 * maxShortLength)}…` : whole;
}
