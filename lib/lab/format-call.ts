import { formatShortValue } from '#lib/lab/format-value.ts';
import type { CallError, CallResult, LabCall } from '#lib/lab/protocol.ts';

/**
 * A call as a program writes it: `s.listen(1)`.
 *
 * @param nameOf what the program calls the socket of a descriptor; `null`: it has no name for it
 */
export function formatCall(call: LabCall, nameOf: (fd: number) => string | null): string {
  const args = call.args.map(formatShortValue).join(', ');
  if (!('fd' in call)) return `${call.name}(${args})`;
  const receiver = nameOf(call.fd) ?? formatShortValue({ socket: call.fd });
  return `${receiver}.${call.name}(${args})`;
}

/** The last line of Python's traceback: `ConnectionRefusedError: [Errno 111] Connection refused`. */
function formatError({ exception, message }: CallError): string {
  return message === '' ? exception : `${exception}: ${message}`;
}

/** `returns b'Hello'`, `raises BrokenPipeError: [Errno 32] Broken pipe`. */
export function formatResult(result: CallResult): string {
  return result.ok ? `returns ${formatShortValue(result.value)}` : `raises ${formatError(result.error)}`;
}
