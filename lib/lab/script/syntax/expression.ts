import { constantNames } from '#lib/lab/protocol/names.ts';
import { fromBase64, maxItems, maxValueLevels, toBase64 } from '#lib/lab/protocol/encode-value.ts';
import type { ConstantName, PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Expression, NameNode, Recoding } from '#lib/lab/script/syntax/ast.ts';
import type { CallCursor } from '#lib/lab/script/syntax/cursor.ts';
import { insteadOfFunction } from '#lib/lab/script/syntax/advice.ts';
import { evaluate } from '#lib/lab/script/syntax/evaluate.ts';
import { intValue, maxValueBytes, multiply, tooLarge } from '#lib/lab/script/syntax/multiply.ts';
import { isAtString, parseString } from '#lib/lab/script/syntax/string.ts';

const numberLike = /(?:\d|\.\d)(?:[eE][+-](?=\d)|[0-9A-Za-z_.])*/y;
const hexLike = /0[xX][0-9A-Za-z_]*/y;
const integer = /^(?:0(?:_?0)*|[1-9](?:_?\d)*|0[xX](?:_?[0-9A-Fa-f])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+)$/;
const float =
  /^(?:\d(?:_?\d)*\.(?:\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?|\.\d(?:_?\d)*(?:[eE][+-]?\d(?:_?\d)*)?|\d(?:_?\d)*[eE][+-]?\d(?:_?\d)*)$/;

const maxWrittenNumber = 256;

/** An int or float as Python writes it, without a sign. `null`: it has been reported. */
function parseNumber(cursor: CallCursor): PythonValue | null {
  const start = cursor.at;
  const written = cursor.take(hexLike) ?? cursor.take(numberLike) ?? '';
  const range = cursor.from(start);
  if (written.length > maxWrittenNumber) return cursor.report('LAB_VALUE_LIMIT', range);
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

const namePattern = /[\p{L}_][\p{L}\p{N}_]*/uy;
const programPattern = /[a-z][a-z0-9_-]*(?=\.[\p{L}_])/uy;

export function constantNamed(name: string): ConstantName | null {
  return constantNames.find((known) => known === name) ?? null;
}

/** `s`, or `server.s`. `null`: no name stands here. */
export function parseName(cursor: CallCursor): NameNode | null {
  cursor.skipSpace();
  const start = cursor.at;
  const program = cursor.take(programPattern);
  if (program !== null) cursor.accept('.');
  const name = cursor.take(namePattern);
  return name === null ? null : { kind: 'name', program, name, ...cursor.from(start) };
}

const maxIndex = 999;
const maxFlags = 8;

const words = new Map<string, PythonValue>([
  ['None', null],
  ['True', true],
  ['False', false],
]);

const modulePattern = /(?:socket|select)\.(?=[\p{L}_])/uy;

interface ExpressionOptions {
  /** `_` stands for anything. */
  readonly allowsAnything: boolean;
}

/** A Python value. `null`: what is wrong has been reported. */
export function parseExpression(
  cursor: CallCursor,
  options: ExpressionOptions,
  level = 0,
): Expression | null {
  cursor.skipSpace();
  const { at: start } = cursor;
  const first = parseProduct(cursor, options, level);
  if (first === null) return null;
  cursor.skipSpace();
  if (cursor.next === '|') return parseFlags(cursor, options, first, start);
  return hasNoOperator(cursor) ? first : null;
}

function constantOf(expression: Expression): ConstantName | null {
  if (expression.kind !== 'value') return null;
  const { value } = expression;
  return typeof value === 'object' && value !== null && 'constant' in value ? value.constant : null;
}

function parseFlags(
  cursor: CallCursor,
  options: ExpressionOptions,
  first: Expression,
  start: number,
): Expression | null {
  const names: ConstantName[] = [];
  for (
    let part: Expression | null = first;
    part !== null;
    part = parseAtom(cursor, options, maxValueLevels)
  ) {
    const name = constantOf(part);
    if (name === null)
      return cursor.report(
        'LAB_OPERATOR',
        part,
        '`|` stands between constants only',
        'write `POLLIN | POLLOUT`',
      );
    names.push(name);
    if (cursor.accept('|')) continue;
    if (!hasNoOperator(cursor)) return null;
    if (names.length > maxFlags) return cursor.report('LAB_VALUE_LIMIT', cursor.from(start));
    return { kind: 'value', value: { flags: names }, ...cursor.from(start) };
  }
  return null;
}

function parseProduct(cursor: CallCursor, options: ExpressionOptions, level: number): Expression | null {
  cursor.skipSpace();
  const start = cursor.at;
  let product = parseAtom(cursor, options, level);
  while (product !== null && isAtTimes(cursor)) {
    cursor.accept('*');
    const factor = parseAtom(cursor, options, level);
    if (factor === null) return null;
    const range = cursor.from(start);
    if (product.kind !== 'value' || factor.kind !== 'value') {
      product = { kind: 'product', left: product, right: factor, ...range };
      continue;
    }
    const value = multiply(product.value, factor.value);
    if (value === tooLarge)
      return cursor.report(
        'LAB_VALUE_LIMIT',
        range,
        `this is larger than a call may carry: numbers have at most 64 digits, bytes are at most ${String(maxValueBytes)}`,
        'write a smaller one, or send it in several calls',
      );
    if (value === null)
      return cursor.report('LAB_OPERATOR', range, 'these two cannot be multiplied', "write `b'x' * 1000`");
    product = { kind: 'value', value, ...range };
  }
  return product;
}

function isAtTimes(cursor: CallCursor): boolean {
  cursor.skipSpace();
  return cursor.next === '*' && !cursor.rest.startsWith('**');
}

const operator = /(?:\*\*|\/\/|==|!=|<<|>>|<=|>=|[-+/%&^<>~@*]|(?:and|or|in|is|not|if|for)\b)/y;

/** Reports what Python could calculate and a lab does not. */
function hasNoOperator(cursor: CallCursor): boolean {
  cursor.skipSpace();
  const start = cursor.at;
  const sign = cursor.take(operator);
  if (sign === null) return true;
  cursor.report('LAB_OPERATOR', cursor.from(start), `\`${sign}\` cannot be calculated here`);
  return false;
}

function parseAtom(cursor: CallCursor, options: ExpressionOptions, level: number): Expression | null {
  cursor.skipSpace();
  const start = cursor.at;
  let atom = parsePlainAtom(cursor, options, level);
  while (atom !== null && atom.kind !== 'anything') {
    const longer = parseSuffix(cursor, atom, start);
    if (longer === undefined) return atom;
    atom = longer;
  }
  return atom;
}

/** `[0]`, `.encode()` or `.decode()` behind a value. `undefined`: nothing stands there; `null`: it has been reported. */
function parseSuffix(cursor: CallCursor, of: Expression, start: number): Expression | null | undefined {
  cursor.skipSpace();
  if (cursor.next === '[') {
    const index = cursor.take(/\[[ \t]*-?\d{1,3}[ \t]*\]/y);
    if (index !== null)
      return {
        kind: 'index',
        of,
        index: Math.min(Number(/-?\d+/.exec(index)?.[0]), maxIndex),
        ...cursor.from(start),
      };
    return cursor.report(
      'LAB_OPERATOR',
      { start: cursor.at, end: cursor.at + 1 },
      'only one part of a value can be taken here, by its number',
      'write a number between the brackets, as in `conn[0]`',
    );
  }
  const method = cursor.take(
    /\.[ \t]*(?:encode|decode)[ \t]*\([ \t]*(?:(['"])(?:utf-?8|ascii)\1[ \t]*)?\)/iy,
  );
  if (method !== null) {
    const recoding: Recoding = method.includes('encode') ? 'encode' : 'decode';
    const node: Expression = { kind: 'recode', of, method: recoding, ...cursor.from(start) };
    if (of.kind !== 'value') return node;
    const evaluated = evaluate(node, () => ({ ok: true, value: null }));
    return evaluated.ok
      ? { kind: 'value', value: evaluated.value, ...cursor.from(start) }
      : cursor.report('LAB_OPERATOR', node, evaluated.message, evaluated.help);
  }
  if (cursor.next !== '.' && cursor.next !== '(') return undefined;
  const name = /^[\w.]*?(\w+)[ \t]*$/.exec(cursor.textOf({ start, end: cursor.at }))?.[1] ?? '';
  const called = /^\.[ \t]*(\w+)/.exec(cursor.rest)?.[1] ?? name;
  return cursor.report(
    'LAB_CALL_CHAINED',
    { start, end: cursor.at + 1 },
    'a call cannot stand inside another',
    insteadOfFunction(called, cursor.place) ??
      'make the other call first, give its result a name, as in `data = s.recv(1024)`, and use the name',
  );
}

/** `'a' 'b'`: Python joins strings that stand side by side. */
function parseStrings(cursor: CallCursor): Expression | null {
  const start = cursor.at;
  let whole: PythonValue | null = null;
  do {
    const next = parseString(cursor);
    if (next === null) return null;
    if (whole === null) whole = next;
    else {
      const joined: PythonValue | null = join(whole, next);
      if (joined === null)
        return cursor.report(
          'LAB_STRING_FORM',
          cursor.from(start),
          'text and bytes cannot be joined',
          'write `b` before each of them, or before none',
        );
      whole = joined;
    }
    const end = cursor.at;
    cursor.skipSpace();
    if (isAtString(cursor)) continue;
    cursor.moveTo(end);
    return { kind: 'value', value: whole, ...cursor.from(start) };
  } while (!cursor.isAtEnd());
  return { kind: 'value', value: whole, ...cursor.from(start) };
}

function join(left: PythonValue, right: PythonValue): PythonValue | null {
  if (typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'object' || left === null || !('bytes' in left)) return null;
  if (typeof right !== 'object' || right === null || !('bytes' in right)) return null;
  return { bytes: toBase64(Uint8Array.from([...fromBase64(left.bytes), ...fromBase64(right.bytes)])) };
}

function parsePlainAtom(cursor: CallCursor, options: ExpressionOptions, level: number): Expression | null {
  const start = cursor.at;
  const done = (value: PythonValue | null, isThere = value !== null): Expression | null =>
    isThere ? { kind: 'value', value, ...cursor.from(start) } : null;
  if (isAtString(cursor)) return parseStrings(cursor);
  if (/^(?:\d|\.\d)/.test(cursor.rest)) return done(parseNumber(cursor));
  if (cursor.next === '-' || cursor.next === '+') return parseSigned(cursor);
  if (cursor.next === '(' || cursor.next === '[') return parseItems(cursor, options, level);
  cursor.take(modulePattern);
  const node = parseVariable(cursor);
  if (node === null) return reportNoValue(cursor);
  if (node.program !== null) return node;
  const word = words.get(node.name);
  if (word !== undefined) return done(word, true);
  const constant = constantNamed(node.name);
  if (constant !== null) return done({ constant });
  if (node.name !== '_') return node;
  if (options.allowsAnything) return { ...node, kind: 'anything' };
  return cursor.report(
    'LAB_VALUE_EXPECTED',
    node,
    '`_` has no value',
    'write the value itself; `_` stands for anything in `returns` only',
  );
}

/** A name, where `data.decode()` is a method of `data`, and not a variable of a program. */
function parseVariable(cursor: CallCursor): NameNode | null {
  const method = /^[a-z][\w-]*(?=[ \t]*\.[ \t]*(?:encode|decode)[ \t]*\()/.exec(cursor.rest)?.[0];
  if (method === undefined) return parseName(cursor);
  const start = cursor.at;
  cursor.moveTo(start + method.length);
  return { kind: 'name', program: null, name: method, ...cursor.from(start) };
}

function reportNoValue(cursor: CallCursor): null {
  const { start, end } = cursor.nextPiece;
  return cursor.report('LAB_VALUE_EXPECTED', { start, end: Math.max(end, start + 1) });
}

function parseSigned(cursor: CallCursor): Expression | null {
  const start = cursor.at;
  const isNegative = cursor.next === '-';
  cursor.moveTo(start + 1);
  cursor.skipSpace();
  if (!/^(?:\d|\.\d)/.test(cursor.rest)) return reportNoValue(cursor);
  const value = parseNumber(cursor);
  if (value === null) return null;
  const signed = isNegative ? multiplied(value) : value;
  return { kind: 'value', value: signed, ...cursor.from(start) };
}

/** The number with a minus before it. */
function multiplied(value: PythonValue): PythonValue {
  if (typeof value === 'object' && value !== null && 'float' in value) return { float: -value.float };
  const product = multiply(value, -1);
  return product === tooLarge || product === null ? value : product;
}

const closing = { '(': ')', '[': ']' } as const;

function parseItems(cursor: CallCursor, options: ExpressionOptions, level: number): Expression | null {
  const start = cursor.at;
  const open = cursor.next === '(' ? '(' : '[';
  const close = closing[open];
  cursor.accept(open);
  if (level >= maxValueLevels)
    return cursor.report('LAB_VALUE_LIMIT', cursor.from(start), 'brackets are nested too deeply');
  const items: Expression[] = [];
  let hasComma = false;
  while (!cursor.accept(close)) {
    if (cursor.isAtEnd())
      return cursor.report('LAB_BRACKET_UNCLOSED', { start, end: start + 1 }, `\`${open}\` is not closed`);
    const item = parseExpression(cursor, options, level + 1);
    if (item === null) return null;
    items.push(item);
    if (items.length > maxItems) return cursor.report('LAB_VALUE_LIMIT', item, 'this holds too many values');
    if (cursor.accept(',')) hasComma = true;
    else if (!isFollowedBy(cursor, close, start, open)) return null;
  }
  const range = cursor.from(start);
  const [only] = items;
  // Brackets around one value change nothing; a comma makes a tuple.
  if (open === '(' && only !== undefined && items.length === 1 && !hasComma) return { ...only, ...range };
  return { kind: open === '(' ? 'tuple' : 'list', items, ...range };
}

/** Whether the closing bracket comes next; otherwise what is there instead has been reported. */
export function isFollowedBy(cursor: CallCursor, close: string, start: number, open: string): boolean {
  if (cursor.isAtEnd()) {
    cursor.report('LAB_BRACKET_UNCLOSED', { start, end: start + 1 }, `\`${open}\` is not closed`);
    return false;
  }
  if (cursor.next === close) return true;
  const piece = cursor.nextPiece;
  if (')]}'.includes(cursor.next))
    cursor.report(
      'LAB_BRACKET_UNCLOSED',
      piece,
      `\`${cursor.next}\` does not close \`${open}\``,
      `write \`${close}\``,
    );
  else cursor.report('LAB_COMMA_MISSING', piece);
  return false;
}
