import type { Prompt, PromptKey } from '#lib/cards/prompt.ts';
import type { DeckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import { isAnswered, responseOf } from '#lib/grade/response.ts';
import type { GradableBody } from '#lib/grade/verdict.ts';
import { answerDraft, askedBody } from '#lib/quiz/answer-draft.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import { countedMs } from '#lib/review/log-entry.ts';

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

/**
 * The graded answers of a test that is handed in, of what is in the log: another tab may have answered, too. None for
 * a question without a response, or whose card can no longer be graded.
 *
 * @param spentMs how long each question was looked at
 */
export function testAnswers(
  quiz: QuizRecord,
  questions: readonly TestQuestion[],
  spentMs: readonly number[],
  others: DeckAnswers,
): ReturnType<typeof answerDraft>[] {
  return questions.flatMap(({ asked }, place) => {
    const response = asked && responseOf(asked.body, quiz.response[place]?.response ?? []);
    if (asked === null || response === null || !isAnswered(asked.body, response)) return [];
    const { prompt, body } = asked;
    const durationMs = countedMs(spentMs[place] ?? 0);
    const graded = grade(body, response, others);
    return [answerDraft({ prompt, quiz: quiz.id, durationMs }, body, response, graded, false)];
  });
}
