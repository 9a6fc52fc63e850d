import type { AnswerText } from '#lib/deck/prompt.ts';
import { deckAnswers } from '#lib/grade/deck-answers.ts';
import { gradeText } from '#lib/grade/grade-text.ts';

const noOthers = deckAnswers([]);

/** Whether grading takes the text as one of the answers, in whatever spelling. */
export function isRight(text: string, accepted: readonly AnswerText[]): boolean {
  return gradeText(text, { accepted, not: [], mayCall: true }, noOthers).verdict === 'right';
}
