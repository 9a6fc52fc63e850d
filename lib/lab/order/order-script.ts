import type { CallStep } from '#lib/lab/script/syntax/ast.ts';

/** The program whose calls are put in order. */
export const orderProgram = 'program';

/** One call of a program that runs; places in `step` count from the beginning of `text`. */
export interface OrderCall {
  /** The line as its author wrote it. */
  readonly text: string;
  /** Names in it are those of its own program. */
  readonly step: CallStep;
}

/** A program that makes its calls by itself, one after the other, while the student's program runs. */
export interface CompanionProgram {
  readonly program: string;
  readonly calls: readonly OrderCall[];
}

/** What an order question makes of the kernel. */
export interface OrderScript {
  /** One for each of `orderItems`: steps, free steps, distractors. */
  readonly calls: readonly OrderCall[];
  /** In the order in which they begin. */
  readonly companions: readonly CompanionProgram[];
}
