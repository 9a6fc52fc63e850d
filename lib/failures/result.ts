/** An expected failure, as data. A bug is thrown instead. */
export interface Failure<Code extends string = string> {
  /** Stable; a row in `docs/errors.md`, or the kernel's name of an errno. */
  readonly code: Code;
  /** What happened: one sentence. */
  readonly message: string;
  /** What to do: one sentence. */
  readonly help: string;
}

/** What may fail gives its value, or the failure. Where there is nothing to give and nothing failed, it gives `null`. */
export type Result<Value, Code extends string = string> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failure<Code> };

export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function failure<Code extends string>(
  error: Failure<Code>,
): { readonly ok: false; readonly error: Failure<Code> } {
  return { ok: false, error };
}
