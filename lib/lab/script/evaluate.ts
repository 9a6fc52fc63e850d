import { nestedValue } from '#lib/lab/nested-value.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import type { Expression } from '#lib/lab/script/ast.ts';
import { equalValues } from '#lib/lab/script/equal-values.ts';
import type { Held } from '#lib/lab/script/held-value.ts';
import type { LiveSession } from '#lib/lab/script/live-session.ts';

/** A list or tuple of what `valueOf` makes of each; `undefined`: of one of them nothing, or no call can carry it. */
function nested<Item>(
  kind: 'list' | 'tuple',
  items: readonly Item[],
  valueOf: (item: Item) => PythonValue | undefined,
): PythonValue | undefined {
  const values = items.map(valueOf).filter((value) => value !== undefined);
  return values.length === items.length ? nestedValue(kind, values) : undefined;
}

/** A held value in the form of the wire. */
function valueHeld(held: Held): PythonValue | undefined {
  switch (held.kind) {
    case 'value':
      return held.value;
    case 'socket':
      return { socket: held.socket.fd };
    case 'tuple':
    case 'list':
      return nested(held.kind, held.items, valueHeld);
    default:
      return held satisfies never;
  }
}

/**
 * The value of an expression, ready to be sent; `undefined` where it has none, or one that no call can carry. `None` is
 * `null`, as everywhere.
 */
export function evaluate(
  session: LiveSession,
  program: string,
  expression: Expression,
): PythonValue | undefined {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name': {
      const held = session.find(program, expression);
      return held === null ? undefined : valueHeld(held);
    }
    case 'anything':
      return undefined;
    case 'tuple':
    case 'list':
      return nested(expression.kind, expression.items, (item) => evaluate(session, program, item));
    default:
      return expression satisfies never;
  }
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
    case 'name': {
      const evaluated = evaluate(session, program, expected);
      return evaluated !== undefined && equalValues(evaluated, value);
    }
    default:
      return expected satisfies never;
  }
}
