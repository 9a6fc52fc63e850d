import { toBase64 } from '#lib/lab/protocol/encode-value.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { CallCursor } from '#lib/lab/script/syntax/cursor.ts';

/** Text written out in one call; more is written as `b'x' * 100000`. */
const maxWrittenLength = 32_768;

const simpleEscapes = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
]);

/** Digits that follow `\x`, `\u`, `\U`. */
const hexDigits = new Map([
  ['x', /[0-9A-Fa-f]{2}/y],
  ['u', /[0-9A-Fa-f]{4}/y],
  ['U', /[0-9A-Fa-f]{8}/y],
]);

/** What an escape stands for; the cursor is behind its backslash. `null`: it has been reported. */
function parseEscape(cursor: CallCursor, isBytes: boolean): string | null {
  const start = cursor.at - 1;
  const octal = cursor.take(/[0-7]{1,3}/y);
  if (octal !== null) {
    const code = parseInt(octal, 8);
    if (isBytes && code > 255)
      return cursor.report('LAB_STRING_FORM', cursor.from(start), 'a byte is at most `\\377`');
    return String.fromCharCode(code);
  }
  const letter = cursor.take(/./y) ?? '';
  const simple = simpleEscapes.get(letter);
  if (simple !== undefined) return simple;
  const digits = isBytes && letter !== 'x' ? undefined : hexDigits.get(letter);
  if (digits === undefined)
    return cursor.report(
      'LAB_STRING_FORM',
      cursor.from(start),
      `\`\\${letter}\` stands for no character`,
      `write \`\\\\${letter}\` for a backslash`,
    );
  const hex = cursor.take(digits);
  const code = hex === null ? NaN : parseInt(hex, 16);
  // Half of a surrogate pair is no character, and JSON cannot carry it.
  if (!(code <= 0x10ffff) || (code >= 0xd800 && code <= 0xdfff))
    return cursor.report(
      'LAB_STRING_FORM',
      cursor.from(start),
      `\`\\${letter}\` needs the number of a character`,
      'write `\\x` with two hexadecimal digits, `\\u` with four, `\\U` with eight',
    );
  return String.fromCodePoint(code);
}

/** The text between the quotes; the cursor is behind the first one. */
function parseText(
  cursor: CallCursor,
  quote: string,
  isRaw: boolean,
  isBytes: boolean,
  start: number,
): string | null {
  const plain = quote === "'" ? /[^'\\]+/y : /[^"\\]+/y;
  let text = '';
  for (;;) {
    text += cursor.take(plain) ?? '';
    if (cursor.next === '') return cursor.report('LAB_STRING_UNCLOSED', cursor.from(start));
    if (cursor.accept(quote)) return text;
    cursor.accept('\\');
    if (isRaw) text += `\\${cursor.take(/./y) ?? ''}`;
    else if (cursor.next === '') return cursor.report('LAB_STRING_UNCLOSED', cursor.from(start));
    else {
      const char = parseEscape(cursor, isBytes);
      if (char === null) return null;
      text += char;
    }
  }
}

const stringStart = /[A-Za-z]{0,3}(?=['"])/y;
const prefixes = new Set(['', 'b', 'u', 'r', 'br', 'rb']);

/** Whether a string begins here. */
export function isAtString(cursor: CallCursor): boolean {
  const start = cursor.at;
  const isString = cursor.take(stringStart) !== null;
  cursor.moveTo(start);
  return isString;
}

/** A string or bytes as Python writes them, on one line. `null`: it has been reported. */
export function parseString(cursor: CallCursor): PythonValue | null {
  const start = cursor.at;
  const prefix = (cursor.take(stringStart) ?? '').toLowerCase();
  if (!prefixes.has(prefix))
    return cursor.report(
      'LAB_STRING_FORM',
      cursor.from(start),
      `\`${prefix}\` before a string is not known here`,
      "write the text itself, as `'…'`, or bytes as `b'…'`",
    );
  const quote = cursor.take(/'''|"""|['"]/y) ?? "'";
  if (quote.length === 3)
    return cursor.report(
      'LAB_STRING_FORM',
      cursor.from(start),
      'a string of a lab stands on one line',
      'write one quote on each side, and `\\n` for a new line',
    );
  const isBytes = prefix.includes('b');
  const text = parseText(cursor, quote, prefix.includes('r'), isBytes, start);
  if (text === null) return null;
  const range = cursor.from(start);
  if (text.length > maxWrittenLength)
    return cursor.report(
      'LAB_VALUE_LIMIT',
      range,
      'this string is longer than 32768 characters',
      "repeat a short one, as in `b'x' * 100000`",
    );
  if (!isBytes) return text;
  const written = cursor.textOf(range);
  const foreign = /[^\u0000-\u007f]/u.exec(written);
  if (foreign !== null)
    return cursor.report(
      'LAB_STRING_FORM',
      { start: start + foreign.index, end: start + foreign.index + foreign[0].length },
      'bytes are written in ASCII only',
      'write every other byte as `\\x` with two hexadecimal digits',
    );
  return { bytes: toBase64(Uint8Array.from(text, (char) => char.charCodeAt(0))) };
}
