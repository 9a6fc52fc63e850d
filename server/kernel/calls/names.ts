import { hostname } from 'node:os';
import type { PythonValue } from '#lib/lab/python-value.ts';
import { resolveHost } from '#server/kernel/calls/address-argument.ts';
import { arity, typeName } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings, PreparedCall } from '#server/kernel/calls/attempt.ts';
import { typeError } from '#server/kernel/calls/raise.ts';

/** `socket.gethostname()` */
export function getHostName(_: CallSurroundings, args: readonly PythonValue[]): PreparedCall {
  arity.none('_socket.gethostname', args);
  return { sockets: [], attempt: () => ({ value: hostname() }) };
}

/** `socket.gethostbyname(name)`: an IPv4 address, from the hosts file only. */
export function getHostByName(surroundings: CallSurroundings, args: readonly PythonValue[]): PreparedCall {
  arity.parsed('gethostbyname', args, 1, 1);
  const name = args[0] ?? null;
  const isText = typeof name === 'string' || (name !== null && typeof name === 'object' && 'bytes' in name);
  if (!isText) {
    const shown = name === null ? 'None' : typeName(name);
    throw typeError(`gethostbyname() argument 1 must be str, bytes or bytearray, not ${shown}`);
  }
  return { sockets: [], attempt: () => ({ value: resolveHost(surroundings, 'AF_INET', name) }) };
}
