import type { Rating } from '#lib/review/row.ts';
import type { Verdict } from './verdict.ts';

/**
 * How an answer is rated for the schedule: a wrong one is Again (1), one with a slip or with a hint Hard (2), a right one
 * Good (3). What is close is Again, until the student says that it was right.
 */
export function ratingOf(verdict: Verdict, hinted: boolean): Rating {
  switch (verdict) {
    case 'wrong':
    case 'close':
      return 1;
    case 'slip':
      return 2;
    case 'right':
      return hinted ? 2 : 3;
    default:
      return verdict satisfies never;
  }
}
