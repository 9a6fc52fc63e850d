import type { Expectation } from '#lib/lab/script/syntax/ast.ts';
import { type Cursor, meant } from '#lib/lab/script/syntax/cursor.ts';
import { parseWithin } from '#lib/lab/script/syntax/operands.ts';
import { exceptionNames, isExceptionName } from '#lib/lab/script/syntax/exceptions.ts';
import { parseExpression } from '#lib/lab/script/syntax/expression.ts';

export const expectationWords = ['returns', 'raises', 'blocks'] as const;
export type ExpectationWord = (typeof expectationWords)[number];

/**
 * What follows `returns`, `raises` or `blocks`, up to the end of the line. `null`: what is wrong has been reported.
 *
 * @param start where the word begins
 */
export function parseExpectation(cursor: Cursor, word: ExpectationWord, start: number): Expectation | null {
  switch (word) {
    case 'returns':
      return parseReturns(cursor, start);
    case 'raises':
      return parseRaises(cursor, start);
    case 'blocks':
      return { kind: 'blocks', ...cursor.from(start) };
    default:
      return word satisfies never;
  }
}

function parseReturns(cursor: Cursor, start: number): Expectation | null {
  if (cursor.isAtEnd())
    return cursor.report(
      'LAB_VALUE_EXPECTED',
      cursor.from(start),
      'the value is missing',
      'write what the call returns, as in `returns None`; `_` stands for anything',
    );
  const value = parseExpression(cursor, { allowsAnything: true });
  if (value === null) return null;
  if (cursor.accept(','))
    return cursor.report(
      'LAB_BRACKET_UNCLOSED',
      { start: value.start, end: cursor.end },
      'a tuple stands in brackets here',
      'put `(` before the first value and `)` behind the last one',
    );
  const range = cursor.from(start);
  const withinMs = parseWithin(cursor);
  return withinMs === undefined ? null : { kind: 'returns', value, withinMs, ...range };
}

const otherExceptions: Readonly<Record<string, string>> = {
  _: 'Exception',
  any: 'Exception',
  error: 'OSError',
  timeout: 'TimeoutError',
  refused: 'ConnectionRefusedError',
  reset: 'ConnectionResetError',
  interrupted: 'KeyboardInterrupt',
};

/** Numbers of Linux, as its error messages show them. */
const errnoNames = new Map([
  [9, 'EBADF'],
  [11, 'EAGAIN'],
  [13, 'EACCES'],
  [22, 'EINVAL'],
  [32, 'EPIPE'],
  [98, 'EADDRINUSE'],
  [99, 'EADDRNOTAVAIL'],
  [103, 'ECONNABORTED'],
  [104, 'ECONNRESET'],
  [106, 'EISCONN'],
  [107, 'ENOTCONN'],
  [110, 'ETIMEDOUT'],
  [111, 'ECONNREFUSED'],
  [115, 'EINPROGRESS'],
]);

function parseRaises(cursor: Cursor, start: number): Expectation | null {
  cursor.skipSpace();
  const nameStart = cursor.at;
  const name = cursor.take(/[A-Za-z_][\w.]*/y);
  if (name === null)
    return cursor.report(
      'LAB_EXCEPTION_UNKNOWN',
      cursor.isAtEnd() ? { start, end: nameStart } : cursor.nextPiece,
      'the name of the exception is missing',
    );
  if (!isExceptionName(name)) {
    const near =
      meant(name, exceptionNames, { synonyms: otherExceptions }) ??
      meant(`${name}Error`, exceptionNames) ??
      meant(name.replace(/^.*\./, ''), exceptionNames);
    return cursor.report(
      'LAB_EXCEPTION_UNKNOWN',
      cursor.from(nameStart),
      `no call of a lab raises \`${name}\``,
      near === null ? undefined : `write \`${near}\``,
    );
  }
  const range = cursor.from(start);
  const rest = cursor.take(/[ \t]*[(:].*/y);
  if (rest !== null) {
    const number = errnoNames.get(Number(/\d+/.exec(rest)?.[0]));
    return cursor.report(
      'LAB_LINE_REST',
      { start: range.end, end: cursor.at },
      'the name of the exception is enough',
      `write \`raises ${name === 'OSError' ? (number ?? name) : name}\``,
    );
  }
  const withinMs = parseWithin(cursor);
  return withinMs === undefined ? null : { kind: 'raises', exception: name, withinMs, ...range };
}
