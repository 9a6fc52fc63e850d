import type { TargetNode } from '#lib/lab/script/ast.ts';

/** What is known of a variable before anything runs. */
export interface Known {
  /** `unknown`: a line that cannot be read gives it its value. */
  readonly kind: 'socket' | 'value' | 'unknown';
  readonly isOpen: boolean;
  /** Its program has ended: only what becomes of the socket can still be told. */
  readonly isPast: boolean;
  /** `listen()` was called on it. */
  readonly listens: boolean;
}

/** The last call of a thread. */
export interface LastCall {
  readonly method: string | null;
  readonly targets: readonly TargetNode[];
  readonly state: 'done' | 'blocked' | 'interrupted';
}
