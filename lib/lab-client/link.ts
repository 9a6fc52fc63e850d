import { type FaultCode, faultCodes, faults } from '#lib/lab/protocol/codes.ts';

/** Ends of a connection that the sidecar says nothing of: what happened, and what the student can do. */
export const silentEnds = {
  CONNECTION_LOST: {
    happened: 'The connection to the lab was lost.',
    todo: 'Nothing to do: the page connects again by itself, and what happened before stays.',
  },
  SITE_UNREACHABLE: {
    happened: 'The site does not answer.',
    todo: 'See that the site runs (`npm start`) and that this computer is online; the page connects again by itself.',
  },
  LAB_AWAY: {
    happened: 'The lab is not running at the moment.',
    todo: 'Wait a moment: it is started again, and the page connects by itself.',
  },
  CONNECTION_REFUSED: {
    happened: 'The lab takes no further connection at the moment.',
    todo: 'Close a lab in another tab, or wait; the page tries again by itself.',
  },
  FRAME_UNKNOWN: {
    happened: 'The lab sent something that this page does not understand.',
    todo: 'Load the page again.',
  },
} as const;

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

const longestMs = 5_000;

/** After a loss the first attempt comes almost at once; where there is no place, asking again soon helps nobody. */
const firstMs = { lost: 100, full: 1_000 } as const;

/**
 * The pause before the next attempt to connect, in ms, at most 5,000: doubled with each attempt that failed before, and
 * shortened by up to a half so that many pages do not come at the same moment.
 *
 * @param random from 0 up to, not including, 1
 */
export function backOffMs(why: keyof typeof firstMs, failedAttempts: number, random: number): number {
  const pauseMs = Math.min(longestMs, firstMs[why] * 2 ** Math.min(failedAttempts, 16));
  return Math.round(pauseMs * (1 - random / 2));
}

/** How a page stands with the lab. */
export type LinkState =
  /** No session, and none is wanted. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again by itself at `retryAtMs` (epoch milliseconds); in the past while it is trying. */
  | {
      readonly kind: 'retrying';
      readonly code: LinkTrouble;
      readonly happened: string;
      readonly todo: string;
      readonly retryAtMs: number;
    }
  /** Waits for a press. `canGoOn`: the session may still be there. */
  | {
      readonly kind: 'ended';
      readonly code: LinkTrouble;
      readonly happened: string;
      readonly todo: string;
      readonly canGoOn: boolean;
    };
