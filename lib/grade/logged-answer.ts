import { givenTexts } from './given-texts.ts';
import type { Given, GradableBody, Grade } from './verdict.ts';

/** A graded answer as a row of the log keeps it. */
export interface LoggedAnswer {
  /** All parts as one text. */
  readonly answer: string;
  readonly given: string[];
  readonly verdict: Grade['verdict'];
  readonly credit: number;
}

export function loggedAnswer(
  body: GradableBody,
  given: Given,
  { verdict, credit }: Pick<Grade, 'verdict' | 'credit'>,
): LoggedAnswer {
  const texts = givenTexts(body, given);
  return { answer: texts.join(' | '), given: texts, verdict, credit };
}
