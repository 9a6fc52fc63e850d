import type { Body } from '#lib/deck/prompt.ts';
import { givenTexts } from '#lib/grade/given-texts.ts';
import { gradeChoice } from '#lib/grade/grade-choice.ts';

/** What the chosen options (positions in the deck) say for the log; null where there is nothing to judge. */
export function judgeChoice(body: Body, picked: ReadonlySet<number>) {
  if (body.kind !== 'choice' || picked.size === 0) return null;
  const positions = [...picked].sort((a, b) => a - b);
  const given = givenTexts(body, { kind: 'options', picked: positions });
  const { verdict, credit } = gradeChoice(body, positions);
  return { answer: given.join(' | '), given, verdict, credit };
}
