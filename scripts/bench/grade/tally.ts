import type { LabelledAnswer } from './labelled-answers.ts';
import type { Method } from './methods.ts';

/** What a method did to some labelled answers. Those labelled close are in none of the counts. */
export interface Tally {
  /** Labelled right, or right with a slip. */
  readonly right: number;
  readonly wrong: number;
  /** Wrong ones that were accepted. */
  readonly falseAccepts: number;
  /** Right ones that were rejected. */
  readonly falseRejects: number;
  /** Right or wrong ones of which the student was asked. */
  readonly asked: number;
}

export function tally(rows: readonly LabelledAnswer[], { decide }: Method): Tally {
  const decided = rows.filter(({ verdict }) => verdict !== 'close').map((row) => ({ row, as: decide(row) }));
  const right = decided.filter(({ row }) => row.verdict !== 'wrong');
  const wrong = decided.filter(({ row }) => row.verdict === 'wrong');
  return {
    right: right.length,
    wrong: wrong.length,
    falseAccepts: wrong.filter(({ as }) => as === 'accept').length,
    falseRejects: right.filter(({ as }) => as === 'reject').length,
    asked: decided.filter(({ as }) => as === 'ask').length,
  };
}

/** As per cent; 0 of none. */
export function percent(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}
