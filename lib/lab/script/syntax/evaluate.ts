import { fromBase64, itemsOf, nestedValue, toBase64 } from '#lib/lab/protocol/encode-value.ts';
import type { LabCall } from '#lib/lab/protocol/messages.ts';
import { methodNames } from '#lib/lab/protocol/names.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';
import type { CallNode, Expression, NameNode, Recoding } from '#lib/lab/script/syntax/ast.ts';
import { multiply, tooLarge } from '#lib/lab/script/syntax/multiply.ts';

/** Why an expression has no value: `message` and `help` without a full stop. */
export interface NoValue {
  readonly ok: false;
  readonly at: Expression;
  readonly message: string;
  readonly help: string;
}
export type Evaluated = { readonly ok: true; readonly value: PythonValue } | NoValue;

/** What a name holds. */
export type Find = (node: NameNode) => Evaluated;

function found(value: PythonValue): Evaluated {
  return { ok: true, value };
}

function none(at: Expression, message: string, help: string): NoValue {
  return { ok: false, at, message, help };
}

/** The values of several expressions, or why one of them has none. */
function valuesOf(
  expressions: readonly Expression[],
  find: Find,
): { readonly ok: true; readonly values: PythonValue[] } | NoValue {
  const values: PythonValue[] = [];
  for (const expression of expressions) {
    const evaluated = evaluate(expression, find);
    if (!evaluated.ok) return evaluated;
    values.push(evaluated.value);
  }
  return { ok: true, values };
}

function part(at: Expression, whole: PythonValue, index: number): Evaluated {
  const items = itemsOf(whole);
  if (items === null)
    return none(
      at,
      `a value of type \`${typeName(whole)}\` has no parts here`,
      'use the name without the index',
    );
  const item = items.at(index);
  const most = String(items.length - 1);
  return item === undefined
    ? none(
        at,
        `there is no part ${String(index)}: Python raises \`IndexError\``,
        items.length === 0 ? 'nothing is in it' : `write an index from 0 to ${most}`,
      )
    : found(item);
}

/** `text.encode()`, `data.decode()`. */
function recode(at: Expression, value: PythonValue, method: Recoding): Evaluated {
  if (method === 'encode' && typeof value === 'string')
    return found({ bytes: toBase64(new TextEncoder().encode(value)) });
  if (method === 'decode' && typeof value === 'object' && value !== null && 'bytes' in value) {
    if ('length' in value)
      return none(at, 'the lab kept only the beginning of these bytes', 'receive fewer at once');
    try {
      const once = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(fromBase64(value.bytes));
      const times = value.times ?? 1;
      if (once.length * times > 32_768)
        return none(at, 'this text is longer than 32768 characters', 'decode fewer bytes at once');
      return found(once.repeat(times));
    } catch {
      return none(
        at,
        'these bytes are not UTF-8: Python raises `UnicodeDecodeError`',
        'use the bytes as they are',
      );
    }
  }
  return none(
    at,
    `a value of type \`${typeName(value)}\` has no method \`${method}\`: Python raises \`AttributeError\``,
    method === 'encode'
      ? 'only text is encoded; use the value as it is'
      : 'only bytes are decoded; use the value as it is',
  );
}

/** The value of an expression, ready to be sent. */
export function evaluate(expression: Expression, find: Find): Evaluated {
  switch (expression.kind) {
    case 'value':
      return found(expression.value);
    case 'name':
      return find(expression);
    case 'anything':
      return none(expression, '`_` has no value', 'write the value itself');
    case 'index': {
      const whole = evaluate(expression.of, find);
      return whole.ok ? part(expression, whole.value, expression.index) : whole;
    }
    case 'recode': {
      const value = evaluate(expression.of, find);
      return value.ok ? recode(expression, value.value, expression.method) : value;
    }
    case 'product': {
      const both = valuesOf([expression.left, expression.right], find);
      if (!both.ok) return both;
      const [left = null, right = null] = both.values;
      const product = multiply(left, right);
      if (product === null)
        return none(
          expression,
          'these two cannot be multiplied',
          "multiply bytes or text with a number, as in `b'x' * 1000`",
        );
      return product === tooLarge
        ? none(expression, 'this is larger than a call may carry', 'use a smaller number')
        : found(product);
    }
    case 'tuple':
    case 'list': {
      const items = valuesOf(expression.items, find);
      if (!items.ok) return items;
      const value = nestedValue(expression.kind, items.values);
      return value === undefined
        ? none(expression, 'no call takes a value so long or so deeply nested', 'write a smaller one')
        : found(value);
    }
    default:
      return expression satisfies never;
  }
}

/** Whether all of the bytes in a value are here. */
function isWhole(value: PythonValue): boolean {
  const items = itemsOf(value);
  if (items !== null) return items.every(isWhole);
  return typeof value !== 'object' || value === null || !('bytes' in value) || !('length' in value);
}

function isMethod(name: CallNode['name']): name is (typeof methodNames)[number] {
  return methodNames.some((known) => known === name);
}

/**
 * The call of a line, with the values of its names. A method of what is no socket is a call, too: Python raises
 * `AttributeError`.
 */
export function evaluateCall(
  { name, receiver, args }: CallNode,
  find: Find,
): { readonly ok: true; readonly call: LabCall } | NoValue {
  const on = receiver === null ? null : evaluate(receiver, find);
  if (on !== null && !on.ok) return on;
  const evaluated = valuesOf(args, find);
  if (!evaluated.ok) return evaluated;
  const { values } = evaluated;
  const cut = args.find((_, index) => !isWhole(values[index] ?? null));
  if (cut !== undefined && name !== 'value')
    return none(cut, 'the lab kept only the beginning of these bytes', 'receive fewer at once');
  if (!isMethod(name)) return { ok: true, call: { name, args: values } };
  const object = on?.value ?? null;
  const fd = typeof object === 'object' && object !== null && 'socket' in object ? object.socket : null;
  return fd === null
    ? { ok: true, call: { name: 'attribute', args: [object, name, ...values] } }
    : { ok: true, call: { name, fd, args: values } };
}
