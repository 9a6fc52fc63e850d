import { namesake, type FailedCall } from '#lib/lab/explain/situations/failed-call.ts';

/** A sentence, with `code` in backticks; where it depends on the call, made from it. */
type Sentence = string | ((failed: FailedCall) => string);

/** A row of the table that explains errors: when it fits, why the call failed, and the way out. */
export interface Situation {
  /** Names the row in tests and in `content/proofs.md`. */
  readonly id: string;
  readonly when: (failed: FailedCall) => boolean;
  readonly why: Sentence;
  readonly help: Sentence;
}

/** A sentence of a row, as it is for this call. */
export function said(sentence: Sentence, failed: FailedCall): string {
  return typeof sentence === 'string' ? sentence : sentence(failed);
}

/** Whether the error has one of these names: an errno, or an exception without one. */
export function isError({ error, exception }: FailedCall, ...names: readonly string[]): boolean {
  return names.includes(error.code ?? exception);
}

/** Whether it is a call of one of these names. */
export function isCallOf({ call }: FailedCall, ...names: readonly FailedCall['call']['name'][]): boolean {
  return names.includes(namesake(call.name));
}
