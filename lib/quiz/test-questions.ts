import type { Prompt, PromptKey } from '#lib/deck/prompt.ts';
import type { GradableBody } from '#lib/grade/verdict.ts';
import { askedBody } from '#lib/quiz/asked-body.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';

export interface TestQuestion {
  readonly key: PromptKey;
  /** null: the card is gone from the deck, or was changed so that it can no longer be graded. */
  readonly asked: { readonly prompt: Prompt; readonly body: GradableBody } | null;
}

/** The questions of a test, at their places. */
export function testQuestions(
  { questions }: Pick<QuizRecord, 'questions'>,
  find: (key: string) => Prompt | undefined,
): TestQuestion[] {
  return questions.map((question) => {
    const prompt = find(question.card);
    const body = prompt && askedBody(prompt, question, find);
    const asked = prompt && body && body.kind !== 'basic' ? { prompt, body } : null;
    return { key: question.card, asked };
  });
}
