import { type CodeInfo, codesOf } from '#lib/lab/protocol/codes.ts';

interface FaultInfo extends CodeInfo {
  /** WebSocket close code that follows: RFC 6455 § 7.4 below 4000, this project's own from 4400. */
  readonly close: number;
}

/** Ends of a connection or a session. */
export const faults = {
  MESSAGE_NOT_TEXT: {
    close: 4400,
    message: 'A binary message arrived.',
    help: 'Send JSON in text frames.',
  },
  MESSAGE_NOT_JSON: {
    close: 4401,
    message: 'A message is not JSON.',
    help: 'Send one JSON object a frame.',
  },
  MESSAGE_UNKNOWN: {
    close: 4402,
    message: 'A message is not one of the protocol.',
    help: 'Compare it with docs/protocol.md; unknown keys are not allowed.',
  },
  MESSAGE_TOO_LONG: {
    close: 1009,
    message: 'A message is longer than 64 KiB.',
    help: 'Send long data in several calls, or repeated bytes with `times`.',
  },
  MESSAGE_NOT_UTF8: {
    close: 1007,
    message: 'A message is not UTF-8.',
    help: 'Encode text frames as UTF-8.',
  },
  NOT_OPENED: {
    close: 4403,
    message: 'The first message was not `open`.',
    help: 'Send `open` first.',
  },
  ALREADY_OPENED: {
    close: 4404,
    message: 'This connection has a session already.',
    help: 'Open another connection for another session.',
  },
  ACKNOWLEDGED_UNSENT: {
    close: 4405,
    message: 'An event was acknowledged that was not sent.',
    help: 'Acknowledge the `seq` of the last event that arrived.',
  },
  OPEN_TIMEOUT: {
    close: 4408,
    message: 'No `open` came in time.',
    help: 'Send `open` as soon as there is a connection.',
  },
  RESUME_UNKNOWN: {
    close: 4410,
    message: 'There is no such session to resume, or the token is not its own.',
    help: 'Open a new session.',
  },
  RESUME_GAP: {
    close: 4411,
    message: 'Events after the one named were dropped already.',
    help: 'Open a new session.',
  },
  SESSIONS_FULL: {
    close: 4420,
    message: 'The lab has as many sessions as it can hold.',
    help: 'Try again when another session has ended.',
  },
  SESSIONS_OF_ADDRESS: {
    close: 4421,
    message: 'This address has as many sessions as one may have.',
    help: 'Close a lab in another tab.',
  },
  SESSIONS_TOO_FAST: {
    close: 4422,
    message: 'Sessions of this address came faster than they may.',
    help: 'Try again in a second.',
  },
  FLOOD: {
    close: 4429,
    message: 'Messages kept coming far above the limit.',
    help: 'Wait for answers before sending more.',
  },
  SESSION_IDLE: {
    close: 4430,
    message: 'Nothing was done in this session for a long time.',
    help: 'Open a new session.',
  },
  SESSION_TAKEN: {
    close: 4431,
    message: 'The session goes on over another connection.',
    help: 'Use the other window.',
  },
  NETWORK_UNAVAILABLE: {
    close: 4450,
    message: 'The kernel gave no network for the session.',
    help: 'Try again in a moment.',
  },
  SHUTTING_DOWN: {
    close: 1001,
    message: 'The lab is shutting down.',
    help: 'Open a new session when it is back.',
  },
  INTERNAL: {
    close: 1011,
    message: 'The sidecar failed because of a bug.',
    help: 'Open a new session, and report what you did.',
  },
} as const satisfies Record<string, FaultInfo>;

export type FaultCode = keyof typeof faults;

export const faultCodes = codesOf(faults);
