import { type Explanation, explainErrno } from '#lib/lab/explain/explain-errno.ts';
import { explainException } from '#lib/lab/explain/explain-exception.ts';
import type { CallError, LabCall } from '#lib/lab/protocol.ts';
import type { Moment } from '#lib/lab/timeline/moment.ts';

export interface ExplainedError extends Explanation {
  /** What to look for in the cards: the exception, or the errno where Python has no class for it. */
  readonly term: string;
}

/**
 * Why a call failed, and what to do: a sentence each, with `code` in backticks.
 *
 * @param moment when it failed
 */
export function explainError(call: LabCall, error: CallError, moment: Moment): ExplainedError {
  const { exception, code } = error;
  const bare = exception.replace(/^socket\./, '');
  const explained = code === null ? null : explainErrno(call, code, moment);
  return {
    ...(explained ?? explainException(call, bare, error.message)),
    term: bare === 'OSError' && code !== null ? code : bare,
  };
}
