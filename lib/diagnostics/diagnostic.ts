/**
 * A problem in a file, as data. Prints like a compiler's message (`format-diagnostic.ts`).
 */
export interface Diagnostic {
  /** Path as the reader would type it, relative to the project. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units, like an editor's. */
  readonly column: number;
  /** How many code units from `column` on are at fault, at least 1; never runs past the end of the line. */
  readonly length: number;
  readonly severity: 'error' | 'warning';
  /** Stable; a row in `docs/errors.md`. */
  readonly code: string;
  /** What is wrong: one sentence, no full stop. */
  readonly message: string;
  /** What to do: one sentence, no full stop. */
  readonly help: string;
}
