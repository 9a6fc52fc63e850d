import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { attributeError } from '#server/kernel/calls/raise.ts';

/** An expression alone, `HOST = '127.0.0.1'`: its value. */
export function value(_: CallDeps, args: readonly PythonValue[]): PreparedCall {
  return { sockets: [], attempt: () => ({ value: args[0] ?? null }) };
}

/** A method that its object does not have, `(conn, addr).recv(10)`: Python finds that out before it looks at arguments. */
export function attribute(_: CallDeps, [object = null, name]: readonly PythonValue[]): PreparedCall {
  throw attributeError(
    `'${typeName(object)}' object has no attribute '${typeof name === 'string' ? name : ''}'`,
  );
}
