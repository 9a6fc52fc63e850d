import type { Body } from '#lib/deck/prompt.ts';
import type { Grade } from './verdict.ts';

type Choice = Extract<Body, { kind: 'choice' }>;
type ChoiceGrade = Extract<Grade, { kind: 'options' }>;

/** Grades the options picked: each right one counts for, each wrong one against. */
export function gradeChoice({ options }: Choice, picked: readonly number[]): ChoiceGrade {
  const chosen = new Set(picked);
  const right = options.filter((option) => option.right).length;
  const rightPicked = options.filter((option, at) => option.right && chosen.has(at)).length;
  const wrongPicked = chosen.size - rightPicked;
  const isRight = right > 0 && rightPicked === right && wrongPicked === 0;
  const credit = Math.max(0, rightPicked - wrongPicked) / Math.max(1, right);
  return { kind: 'options', verdict: isRight ? 'right' : 'wrong', credit };
}
