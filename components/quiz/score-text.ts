import { percentText } from '#lib/quiz/share-text.ts';
import type { Score } from '#lib/quiz/quiz-result.ts';

/** `17.5 of 20, 87 %`: never rounded up to a whole that it is not. */
export function scoreText({ credit, questions }: Score): string {
  return `${creditText(credit)} of ${String(questions)}, ${percentText(credit, questions)}`;
}

/** Credit with at most one decimal, rounded down. */
export function creditText(credit: number): string {
  return String(Math.floor(credit * 10 + 1e-9) / 10);
}
