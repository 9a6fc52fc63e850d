import { type FailedCall, failedCall } from '#lib/lab/explain/situations/failed-call.ts';
import { said, type Situation } from '#lib/lab/explain/situations/situation.ts';
import { situations } from '#lib/lab/explain/situations/situations.ts';
import type { CallError, LabCall } from '#lib/lab/protocol/messages.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

/** What is said of an error for which the table has no row. */
const unexplained: Situation = {
  id: 'unexplained',
  when: () => true,
  why: ({ call: { name } }) =>
    `\`${name}()\` failed, and the message above is all that is known of the reason.`,
  help: 'Read the message, and look at the state of the socket.',
};

/** Why a call failed, and the way out: a sentence each, or two, with `code` in backticks. */
export interface ExplainedError {
  /** The row of the table. */
  readonly id: string;
  readonly why: string;
  readonly help: string;
  /** What to look for in the cards: the exception, or the errno where Python has no class for it. */
  readonly term: string;
}

function termOf({ exception, error: { code } }: FailedCall): string {
  return exception === 'OSError' && code !== null ? code : exception;
}

/**
 * Why a call failed, and what to do, by what the log knows of its socket.
 *
 * @param snapshot when it failed
 *
 * @example
 * explainError(call, error, snapshot).why // 'No socket listens on port 65001 of that address, so …'
 */
export function explainError(call: LabCall, error: CallError, snapshot: Snapshot): ExplainedError {
  const failed = failedCall(call, error, snapshot);
  const { id, why, help } = situations.find(({ when }) => when(failed)) ?? unexplained;
  return { id, why: said(why, failed), help: said(help, failed), term: termOf(failed) };
}
