import { isUtf8 } from 'node:buffer';
import type { z } from 'zod';
import { clientMessage, type ClientMessage } from '#lib/lab/protocol.ts';
import type { FaultCode } from '#lib/lab/protocol-codes.ts';

type Reading =
  | { readonly ok: true; readonly message: ClientMessage }
  /** `detail`: where in the message, without any of its values. */
  | { readonly ok: false; readonly code: FaultCode; readonly detail: string | null };

export function readMessage(data: Buffer, isBinary: boolean): Reading {
  if (isBinary) return { ok: false, code: 'MESSAGE_NOT_TEXT', detail: null };
  if (!isUtf8(data)) return { ok: false, code: 'MESSAGE_NOT_UTF8', detail: null };
  const value = parseJson(data.toString('utf8'));
  if (value === undefined) return { ok: false, code: 'MESSAGE_NOT_JSON', detail: null };
  const parsed = clientMessage.safeParse(value);
  if (parsed.success) return { ok: true, message: parsed.data };
  return { ok: false, code: 'MESSAGE_UNKNOWN', detail: placeOf(parsed.error) };
}

/** `undefined`, which JSON cannot say, for what is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function placeOf(error: z.ZodError): string | null {
  const path = error.issues[0]?.path ?? [];
  return path.length === 0 ? null : path.join('.');
}
