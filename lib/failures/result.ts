/** An expected failure, as data. A bug is thrown instead. */
export interface Failure<Code extends string = string> {
  /** Stable; a row in `docs/errors.md`, or the kernel's name of an errno. */
  readonly code: Code;
  /** What happened: one sentence. */
  readonly message: string;
  /** What to do: one sentence. */
  readonly help: string;
}

/**
 * What may fail gives its value, or the failure, which may say more than a `Failure` does: a `Diagnostic` is one with its
 * place in a file. Where there is nothing to give and nothing failed, it gives `null`.
 */
export type Result<Value, Failed extends Failure = Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: Failed };

export function success<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

export function failure<const Failed extends Failure>(
  error: Failed,
): { readonly ok: false; readonly error: Failed } {
  return { ok: false, error };
}
