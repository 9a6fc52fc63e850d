import type { Grade } from '#lib/grade/verdict.ts';

/** Whether grading may have been too strict: of options and rows there is nothing to discuss. */
export function isDebatable({ kind, verdict }: Grade): boolean {
  return verdict !== 'right' && verdict !== 'slip' && kind !== 'options' && kind !== 'pairs';
}
