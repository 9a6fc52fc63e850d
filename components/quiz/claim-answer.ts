import { reviewStore } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import { claimDrafts } from '#lib/quiz/answer-draft.ts';
import type { AnswerRow } from '#lib/quiz/quiz-record.ts';
import { isTakenBack } from '#lib/review/undo.ts';

/**
 * The student says that an answer is right: it counts as good, and the log keeps what was typed for the author. Once, also
 * where a second press, or another tab, comes before this one knows of the first.
 */
export async function claimAnswer(answer: AnswerRow | null): Promise<void> {
  if (answer === null || answer.claimed === true) return;
  const isClaimed = await reviewStore().appendAfter(
    ({ undos }) => (isTakenBack(answer, undos) ? [] : claimDrafts(answer)),
    Date.now(),
  );
  if (isClaimed) announce('Counted as right. The author of the deck can see it in your exported log.');
}
