import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** A mistake of ours in reading a part of a lab is told as one of that part. */
export function tolerant<Result>(read: () => Result, otherwise: (found: Finding) => Result): Result {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `this part cannot be read: ${reason.split(/[\r\n]/)[0] ?? ''}`;
    return otherwise(finding('CARD_UNREADABLE', { start: 0, end: 2 }, message));
  }
}
