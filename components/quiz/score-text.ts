import type { Score } from '#lib/quiz/quiz-result.ts';

/** `17.5 of 20, 87 %`: never rounded up to a whole that it is not. */
export function scoreText({ credit, questions }: Score): string {
  const percent = questions === 0 ? 0 : Math.floor((100 * credit) / questions + 1e-9);
  return `${creditText(credit)} of ${String(questions)}, ${String(percent)} %`;
}

/** Credit with at most one decimal, rounded down. */
export function creditText(credit: number): string {
  return String(Math.floor(credit * 10 + 1e-9) / 10);
}
