import { reviewStore } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import { claimDrafts } from '#lib/quiz/answer-draft.ts';
import type { AnswerRow } from '#lib/quiz/quiz-record.ts';

/** Ids of answers that were claimed: a second press may come before the log shows the first. */
const claimed = new Set<string>();

/** The student says that an answer is right: it counts as good, and the log keeps what was typed for the author. */
export function claimAnswer(answer: AnswerRow | null): void {
  if (answer === null || answer.claimed === true || claimed.has(answer.id)) return;
  claimed.add(answer.id);
  void reviewStore().append(claimDrafts(answer), Date.now());
  announce('Counted as right. The author of the deck can see it in your exported log.');
}
