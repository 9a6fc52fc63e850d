import type { CallError } from '#lib/lab/protocol.ts';
import type { OrderCall } from '#lib/lab/order/order-script.ts';
import { misfit, noSuchMethod, unboundName } from '#lib/lab/order/python-errors.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import type { CallStep, Expression } from '#lib/lab/script/ast.ts';
import { evaluate } from '#lib/lab/script/evaluate.ts';
import type { CallInProgress, LiveSession } from '#lib/lab/script/live-session.ts';

/** A line that was begun: its call is on its way, or Python did not come so far. */
export type Begun =
  | { readonly kind: 'called'; readonly call: CallInProgress }
  | { readonly kind: 'raised'; readonly error: CallError }
  /** A value that the lab cannot carry. */
  | { readonly kind: 'impossible'; readonly reason: string };

/** The first name of an expression, from the left, that no line has bound yet. */
function unboundIn(session: LiveSession, program: string, expression: Expression): string | null {
  switch (expression.kind) {
    case 'name':
      return session.find(program, expression) === null ? expression.name : null;
    case 'tuple':
    case 'list':
      for (const item of expression.items) {
        const unbound = unboundIn(session, program, item);
        if (unbound !== null) return unbound;
      }
      return null;
    case 'value':
    case 'anything':
      return null;
    default:
      return expression satisfies never;
  }
}

/** Makes the call of a line, with the values that its program's variables have now. */
export function beginCall(session: LiveSession, { step }: OrderCall): Begun {
  const { program } = step.who;
  const { receiver, args, name } = step.call;
  const held = receiver === null ? null : session.find(program, receiver);
  if (receiver !== null && held === null) return { kind: 'raised', error: unboundName(receiver.name) };
  if (held !== null && held.kind !== 'socket') return { kind: 'raised', error: noSuchMethod(held, name) };
  const values: PythonValue[] = [];
  for (const arg of args) {
    const unbound = unboundIn(session, program, arg);
    if (unbound !== null) return { kind: 'raised', error: unboundName(unbound) };
    const value = evaluate(session, program, arg);
    if (value === undefined) return { kind: 'impossible', reason: 'An argument holds too much for a call.' };
    values.push(value);
  }
  return { kind: 'called', call: session.call(step, held?.socket ?? null, values) };
}

/** Gives the names before `=` their values; what Python says where they do not fit. */
export function bindResult(
  session: LiveSession,
  { who: { program }, targets }: CallStep,
  value: PythonValue,
): CallError | null {
  const held = session.hold(program, value);
  const error = misfit(held, targets.length);
  if (error !== null) return error;
  targets.forEach(({ name }, index) => {
    const item = targets.length === 1 ? held : 'items' in held ? held.items[index] : undefined;
    if (item !== undefined) session.bind(program, name, item);
  });
  return null;
}
