import { isGiven } from '#lib/grade/given.ts';
import { givenOf } from '#lib/grade/given-texts.ts';
import { grade } from '#lib/grade/grade.ts';
import type { DeckAnswers } from '#lib/grade/deck-answers.ts';
import { answerDraft } from '#lib/quiz/answer-draft.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import type { TestQuestion } from '#lib/quiz/test-questions.ts';
import { countedMs } from '#lib/review/counted-ms.ts';

/**
 * The graded answers of a test that is handed in, of what stands in the log: another tab may have answered, too. None for
 * a question to which nothing was given, or whose card can no longer be graded.
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
    const given = asked && givenOf(asked.body, quiz.given[place]?.given ?? []);
    if (asked === null || given === null || !isGiven(asked.body, given)) return [];
    const { prompt, body } = asked;
    const durationMs = countedMs(spentMs[place] ?? 0);
    const graded = grade(body, given, others);
    return [answerDraft({ prompt, quiz: quiz.id, durationMs }, body, given, graded, false)];
  });
}
