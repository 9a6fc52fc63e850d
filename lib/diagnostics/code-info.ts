/** `happened` is the message where a finding gives none of its own, `todo` its help. */
export interface CodeInfo {
  readonly severity: 'error' | 'warning';
  /** What is wrong: one sentence, no full stop. */
  readonly happened: string;
  /** What to do: one sentence, no full stop. */
  readonly todo: string;
}

export function error(happened: string, todo: string): CodeInfo {
  return { severity: 'error', happened, todo };
}

export function warning(happened: string, todo: string): CodeInfo {
  return { severity: 'warning', happened, todo };
}
