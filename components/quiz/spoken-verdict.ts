import type { Grade } from '#lib/grade/verdict.ts';

/**
 * What is said aloud of a graded answer: the words that are seen.
 *
 * @param parts how many of its parts are right; null: it has one
 */
export function spokenVerdict({ verdict }: Grade, parts: string | null): string {
  switch (verdict) {
    case 'right':
      return 'Right.';
    case 'slip':
      return 'Right, with a slip.';
    case 'close':
      return 'Close. You decide: press I if you were right.';
    case 'wrong':
      return parts === null ? 'Not right.' : `Not right, ${parts}.`;
    default:
      return verdict satisfies never;
  }
}
