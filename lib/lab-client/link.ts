import type { Failure } from '#lib/failures/result.ts';
import { type FaultCode, faultCodes, faults } from '#lib/lab/protocol/faults.ts';

/** What ends or refuses a connection without a code of the sidecar's: what happened, and what the student can do. */
export const silentEnds = {
  CONNECTION_LOST: {
    message: 'The connection to the lab was lost.',
    help: 'Nothing to do: the page connects again by itself, and what happened before stays.',
  },
  SITE_UNREACHABLE: {
    message: 'The site does not answer.',
    help: 'See that the site runs (`npm start`) and that this computer is online; the page connects again by itself.',
  },
  LAB_AWAY: {
    message: 'The lab is not running at the moment.',
    help: 'Wait a moment: it is started again, and the page connects by itself.',
  },
  CONNECTION_REFUSED: {
    message: 'The lab takes no further connection at the moment.',
    help: 'Close a lab in another tab, or wait; the page tries again by itself.',
  },
  PAGE_FAILED: {
    message: 'The page failed because of a bug.',
    help: 'Load the page again, and report what you did.',
  },
  LAB_CLOSED: {
    message: 'The lab of this page is closed.',
    help: 'Load the page again.',
  },
  FRAME_UNKNOWN: {
    message: 'The lab sent something that this page does not understand.',
    help: 'Load the page again.',
  },
} as const;

/**
 * What a page does when its connection ended so:
 * - `resume`: connects again and goes on with the session
 * - `begin`: the session is gone, so it opens another and says so
 * - `retry`: there is no place now, so it asks again after a while
 * - `ask`: waits for a press, because going on by itself would fail again, or take the session from another page
 */
export type Remedy = 'resume' | 'begin' | 'retry' | 'ask';

export type LinkTrouble = FaultCode | keyof typeof silentEnds;

const another =
  'Nothing to do: the page opens a new session by itself, and what happened before is on the time bar.';
const later = 'Wait; the page tries again by itself.';
const beginAgain = 'Begin again with a new session; what happened before is on the time bar.';

/** What a page does about each, and what it asks the student to do. */
const remedies: Readonly<Record<LinkTrouble, { readonly remedy: Remedy; readonly help: string }>> = {
  CONNECTION_LOST: { remedy: 'resume', help: silentEnds.CONNECTION_LOST.help },
  SITE_UNREACHABLE: { remedy: 'resume', help: silentEnds.SITE_UNREACHABLE.help },
  LAB_AWAY: { remedy: 'resume', help: silentEnds.LAB_AWAY.help },
  CONNECTION_REFUSED: { remedy: 'resume', help: silentEnds.CONNECTION_REFUSED.help },
  FRAME_UNKNOWN: { remedy: 'ask', help: silentEnds.FRAME_UNKNOWN.help },
  LAB_CLOSED: { remedy: 'ask', help: silentEnds.LAB_CLOSED.help },
  PAGE_FAILED: { remedy: 'ask', help: silentEnds.PAGE_FAILED.help },
  OPEN_TIMEOUT: { remedy: 'resume', help: silentEnds.CONNECTION_LOST.help },
  RESUME_UNKNOWN: { remedy: 'begin', help: another },
  RESUME_GAP: { remedy: 'begin', help: another },
  SHUTTING_DOWN: { remedy: 'begin', help: another },
  SESSIONS_FULL: { remedy: 'retry', help: later },
  SESSIONS_OF_ADDRESS: {
    remedy: 'retry',
    help: 'Close a lab in another tab, or wait; the page tries again by itself.',
  },
  SESSIONS_TOO_FAST: { remedy: 'retry', help: later },
  NETWORK_UNAVAILABLE: { remedy: 'retry', help: later },
  SESSION_TAKEN: {
    remedy: 'ask',
    help: 'Use the other window, or go on here, or begin again with a new session.',
  },
  SESSION_IDLE: { remedy: 'ask', help: beginAgain },
  FLOOD: { remedy: 'ask', help: 'Go on; what had no answer yet was not carried out.' },
  INTERNAL: { remedy: 'ask', help: beginAgain },
  MESSAGE_NOT_TEXT: { remedy: 'ask', help: beginAgain },
  MESSAGE_NOT_JSON: { remedy: 'ask', help: beginAgain },
  MESSAGE_UNKNOWN: { remedy: 'ask', help: beginAgain },
  MESSAGE_TOO_LONG: { remedy: 'ask', help: 'Go on, and send long data in several calls.' },
  MESSAGE_NOT_UTF8: { remedy: 'ask', help: beginAgain },
  NOT_OPENED: { remedy: 'ask', help: beginAgain },
  ALREADY_OPENED: { remedy: 'ask', help: beginAgain },
  ACKNOWLEDGED_UNSENT: { remedy: 'ask', help: beginAgain },
};

function isFault(trouble: LinkTrouble): trouble is FaultCode {
  return Object.hasOwn(faults, trouble);
}

/** What a page does when its connection ended so, and two sentences for the student. */
export function troubleOf(code: LinkTrouble): Failure<LinkTrouble> & { readonly remedy: Remedy } {
  const message = isFault(code) ? faults[code].message : silentEnds[code].message;
  return { code, message, ...remedies[code] };
}

/** What a close code stands for where no frame gave the reason (RFC 6455 § 7.4). */
export function troubleOfClose(closeCode: number): LinkTrouble {
  return faultCodes.find((code) => faults[code].close === closeCode) ?? 'CONNECTION_LOST';
}

const longestMs = 5_000;

/** After a loss the first attempt comes almost at once; where the lab is full, trying again soon would not help. */
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

/** The state of the page's connection to the lab. */
export type LinkState =
  /** No session, and none is wanted. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Tries again by itself at `retryAtMs` (epoch milliseconds); in the past while it is trying. */
  | {
      readonly kind: 'retrying';
      readonly code: LinkTrouble;
      readonly message: string;
      readonly help: string;
      readonly retryAtMs: number;
    }
  /** Waits for a press. `canGoOn`: the session may still be there. */
  | {
      readonly kind: 'ended';
      readonly code: LinkTrouble;
      readonly message: string;
      readonly help: string;
      readonly canGoOn: boolean;
    };
