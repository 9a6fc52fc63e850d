import { reviewStore } from '#components/data/use-reviews.ts';
import { announce } from '#components/ui/announce.ts';
import { isAnswered } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody, Grade } from '#lib/grade/verdict.ts';
import { claimDrafts } from '#lib/quiz/answer-draft.ts';
import type { AnswerEntry } from '#lib/quiz/quiz-record.ts';
import { isUndone } from '#lib/review/undo.ts';

/**
 * Whether grading may have been too strict. Options and pairs leave nothing to discuss, nor does an empty answer.
 */
export function isDebatable(
  body: GradableBody,
  response: StudentResponse,
  { kind, verdict }: Grade,
): boolean {
  const isMissed = verdict !== 'right' && verdict !== 'slip';
  return isMissed && kind !== 'options' && kind !== 'pairs' && isAnswered(body, response);
}

/** The note on an answer whose card no longer has the parts that were answered. */
export function changedText(answer: AnswerEntry | null): string {
  const quoted = answer?.answer ? ` with “${answer.answer}”` : '';
  return `The card has changed since you answered it${quoted}. What grading said then counts.`;
}

/**
 * The student says that an answer is right: it counts as good, and the log keeps what was typed for the author. Once, also
 * where a second press, or another tab, comes before this one knows of the first.
 */
export async function claimAnswer(answer: AnswerEntry | null): Promise<void> {
  if (answer === null || answer.selfMarkedCorrect === true) return;
  const isSelfMarked = await reviewStore().appendAfter(
    ({ undos }) => (isUndone(answer, undos) ? [] : claimDrafts(answer)),
    Date.now(),
  );
  if (isSelfMarked) announce('Counted as right. The author of the deck can see it in your exported log.');
}
