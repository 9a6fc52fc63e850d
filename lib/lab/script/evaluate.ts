import { type PythonValue, pythonValue } from '#lib/lab/python-value.ts';
import type { Expression } from '#lib/lab/script/ast.ts';
import { equalValues } from '#lib/lab/script/equal-values.ts';
import type { Held } from '#lib/lab/script/held-value.ts';
import type { LiveSession } from '#lib/lab/script/live-session.ts';

/** A held value in the form of the wire, which may be nested more deeply than the wire allows. */
function wireOf(held: Held): unknown {
  switch (held.kind) {
    case 'value':
      return held.value;
    case 'socket':
      return { socket: held.socket.fd };
    case 'tuple':
      return { tuple: held.items.map(wireOf) };
    case 'list':
      return held.items.map(wireOf);
    default:
      return held satisfies never;
  }
}

function wireOfExpression(session: LiveSession, program: string, expression: Expression): unknown {
  switch (expression.kind) {
    case 'value':
      return expression.value;
    case 'name': {
      const held = session.find(program, expression);
      return held === null ? undefined : wireOf(held);
    }
    case 'anything':
      return undefined;
    case 'tuple':
      return { tuple: expression.items.map((item) => wireOfExpression(session, program, item)) };
    case 'list':
      return expression.items.map((item) => wireOfExpression(session, program, item));
    default:
      return expression satisfies never;
  }
}

export type Evaluated = { readonly ok: true; readonly value: PythonValue } | { readonly ok: false };

/** The value of an expression, ready to be sent; not `ok` where it has none, or one that no call can carry. */
export function evaluate(session: LiveSession, program: string, expression: Expression): Evaluated {
  const parsed = pythonValue.safeParse(wireOfExpression(session, program, expression));
  return parsed.success ? { ok: true, value: parsed.data } : { ok: false };
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
      return evaluated.ok && equalValues(evaluated.value, value);
    }
    default:
      return expected satisfies never;
  }
}
