import type { Grade } from '#lib/grade/verdict.ts';

/** What is said aloud of a graded answer. */
export function spokenVerdict({ verdict, credit }: Grade): string {
  switch (verdict) {
    case 'right':
      return 'Right.';
    case 'slip':
      return 'Right, with a slip.';
    case 'close':
      return 'Close. You decide: press I if you were right.';
    case 'wrong':
      return credit > 0 ? `Partly right: ${String(Math.floor(100 * credit))} percent.` : 'Not right.';
    default:
      return verdict satisfies never;
  }
}
