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

/** A program that makes its calls one after the other, by itself, beside those that are put in order. */
export interface CompanionProgram {
  readonly program: string;
  readonly calls: readonly OrderCall[];
}

/** What an order question makes of the kernel. */
export interface OrderScript {
  /** One for each of `orderItems`: steps, free ones, extra ones. */
  readonly calls: readonly OrderCall[];
  /** In the order in which they begin. */
  readonly companions: readonly CompanionProgram[];
}
