import type { Failure } from '#lib/failures/result.ts';
import { type FaultCode, faults } from '#lib/lab/protocol/faults.ts';
import type { ServerFrame } from '#lib/lab/protocol/messages.ts';

/** Why a connection ends. `detail` says more than the sentence of the code does. */
export function faultOf(code: FaultCode, detail: string | null = null): Failure<FaultCode> {
  const { message, help } = faults[code];
  return { code, message: detail === null ? message : `${message} (${detail})`, help };
}

/** The last frame of a connection. */
export function errorFrame({ code, message, help }: Failure<FaultCode>): string {
  return JSON.stringify({ type: 'error', code, message, help } satisfies ServerFrame);
}
