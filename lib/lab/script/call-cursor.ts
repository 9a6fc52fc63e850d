import type { CallCode } from '#lib/diagnostics/call-codes.ts';
import type { Cursor } from '#lib/lab/script/cursor.ts';

/** A cursor for what can stand in a call, in a script or at a prompt: no other code is reported there. */
export type CallCursor = Cursor<CallCode>;
