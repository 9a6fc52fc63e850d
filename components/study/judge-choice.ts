import type { Body } from '#lib/deck/prompt.ts';
import { gradeChoice } from '#lib/grade/grade-choice.ts';
import { type LoggedAnswer, loggedAnswer } from '#lib/grade/logged-answer.ts';

/** What the chosen options (positions in the deck) say for the log; null where there is nothing to judge. */
export function judgeChoice(body: Body, picked: ReadonlySet<number>): LoggedAnswer | null {
  if (body.kind !== 'choice' || picked.size === 0) return null;
  const positions = [...picked].sort((a, b) => a - b);
  return loggedAnswer(body, { kind: 'options', picked: positions }, gradeChoice(body, positions));
}
