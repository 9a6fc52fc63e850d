import { isGiven } from '#lib/grade/given.ts';
import type { Given, GradableBody, Grade } from '#lib/grade/verdict.ts';

/**
 * Whether grading may have been too strict: of options and rows there is nothing to discuss, nor where nothing was given.
 */
export function isDebatable(body: GradableBody, given: Given, { kind, verdict }: Grade): boolean {
  const isMissed = verdict !== 'right' && verdict !== 'slip';
  return isMissed && kind !== 'options' && kind !== 'pairs' && isGiven(body, given);
}
