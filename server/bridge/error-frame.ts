import type { ServerFrame } from '#lib/lab/protocol/messages.ts';
import { faults, type FaultCode } from '#lib/lab/protocol/codes.ts';

/** The last frame of a connection. `detail` goes on from the sentence that says what happened. */
export function errorFrame(code: FaultCode, detail: string | null): string {
  const fault = faults[code];
  const message = detail === null ? fault.message : `${fault.message} (${detail})`;
  return JSON.stringify({ type: 'error', code, message, help: fault.help } satisfies ServerFrame);
}
