import type { AnswerRow } from '#lib/quiz/quiz-record.ts';

/** What is said of an answer whose card has no longer the parts that were given. */
export function changedText(answer: AnswerRow | null): string {
  const given = answer?.answer ? ` with “${answer.answer}”` : '';
  return `The card has changed since you answered it${given}. What grading said then counts.`;
}
