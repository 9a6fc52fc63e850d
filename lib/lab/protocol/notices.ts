import { type CodeInfo, codesOf } from '#lib/lab/protocol/codes.ts';

/** Worth a line in the log, and no fault. */
export const notices = {
  PAUSED: {
    message: 'Events came faster than they were acknowledged, so the session was paused for a while.',
    help: 'Nothing; what happened meanwhile follows.',
  },
  SEGMENTS_MISSED: {
    message: 'So many segments came at once that the kernel did not keep all for the capture.',
    help: 'Send less at once to see every segment.',
  },
} as const satisfies Record<string, CodeInfo>;

export const noticeCodes = codesOf(notices);
