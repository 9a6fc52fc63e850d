import { silentEnds } from '#lib/lab/link/silent-ends.ts';
import { faultCodes, faults, type FaultCode } from '#lib/lab/protocol-codes.ts';

/**
 * What a page does when its connection ended so:
 * - `resume`: connects again and goes on with the session
 * - `begin`: the session is gone, so it opens another and says so
 * - `retry`: there is no place now, so it asks again after a while
 * - `ask`: waits for a press, because going on by itself would do the same again, or take something away from somebody
 */
export type Remedy = 'resume' | 'begin' | 'retry' | 'ask';

export type LinkTrouble = FaultCode | keyof typeof silentEnds;

const another =
  'Nothing to do: the page opens a new session by itself, and what happened before stays on view.';
const later = 'Wait; the page tries again by itself.';
const beginAgain = 'Begin again with a new session; what happened before stays on view.';

/** What a page does about each, and what it tells the student to do. */
const remedies: Readonly<Record<LinkTrouble, { readonly remedy: Remedy; readonly todo: string }>> = {
  CONNECTION_LOST: { remedy: 'resume', todo: silentEnds.CONNECTION_LOST.todo },
  SITE_UNREACHABLE: { remedy: 'resume', todo: silentEnds.SITE_UNREACHABLE.todo },
  LAB_AWAY: { remedy: 'resume', todo: silentEnds.LAB_AWAY.todo },
  CONNECTION_REFUSED: { remedy: 'resume', todo: silentEnds.CONNECTION_REFUSED.todo },
  FRAME_UNKNOWN: { remedy: 'ask', todo: silentEnds.FRAME_UNKNOWN.todo },
  OPEN_TIMEOUT: { remedy: 'resume', todo: silentEnds.CONNECTION_LOST.todo },
  RESUME_UNKNOWN: { remedy: 'begin', todo: another },
  RESUME_GAP: { remedy: 'begin', todo: another },
  SHUTTING_DOWN: { remedy: 'begin', todo: another },
  SESSIONS_FULL: { remedy: 'retry', todo: later },
  SESSIONS_OF_ADDRESS: {
    remedy: 'retry',
    todo: 'Close a lab in another tab, or wait; the page tries again by itself.',
  },
  SESSIONS_TOO_FAST: { remedy: 'retry', todo: later },
  NETWORK_UNAVAILABLE: { remedy: 'retry', todo: later },
  SESSION_TAKEN: {
    remedy: 'ask',
    todo: 'Use the other window, or go on here, or begin again with a new session.',
  },
  SESSION_IDLE: { remedy: 'ask', todo: beginAgain },
  FLOOD: { remedy: 'ask', todo: 'Go on; what had no answer yet was not carried out.' },
  INTERNAL: { remedy: 'ask', todo: beginAgain },
  MESSAGE_NOT_TEXT: { remedy: 'ask', todo: beginAgain },
  MESSAGE_NOT_JSON: { remedy: 'ask', todo: beginAgain },
  MESSAGE_UNKNOWN: { remedy: 'ask', todo: beginAgain },
  MESSAGE_TOO_LONG: { remedy: 'ask', todo: 'Go on, and send long data in several calls.' },
  MESSAGE_NOT_UTF8: { remedy: 'ask', todo: beginAgain },
  NOT_OPENED: { remedy: 'ask', todo: beginAgain },
  ALREADY_OPENED: { remedy: 'ask', todo: beginAgain },
};

function isFault(trouble: LinkTrouble): trouble is FaultCode {
  return Object.hasOwn(faults, trouble);
}

/** What a page does when its connection ended so, and two sentences for the student. */
export function troubleOf(trouble: LinkTrouble): {
  readonly remedy: Remedy;
  readonly happened: string;
  readonly todo: string;
} {
  const happened = isFault(trouble) ? faults[trouble].happened : silentEnds[trouble].happened;
  return { ...remedies[trouble], happened };
}

/** What a close code stands for where no frame told it (RFC 6455 § 7.4). */
export function troubleOfClose(closeCode: number): LinkTrouble {
  return faultCodes.find((code) => faults[code].close === closeCode) ?? 'CONNECTION_LOST';
}
