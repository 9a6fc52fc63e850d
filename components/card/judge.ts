import type { Prompt } from '#lib/cards/prompt.ts';
import { type DeckAnswers, deckAnswers } from '#lib/grade/deck-answers.ts';
import { grade } from '#lib/grade/grade.ts';
import { loggedAnswer } from '#lib/grade/response.ts';
import {
  type StudentResponse,
  type GradableBody,
  type Grade,
  type LoggedAnswer,
} from '#lib/grade/verdict.ts';

/** An answer that was graded, and what the log keeps of it. */
export interface Judged {
  readonly response: StudentResponse;
  readonly grade: Grade;
  readonly entry: LoggedAnswer;
}

/** The answers of the deck that was asked for last: they take longer to collect than an answer to grade. */
let latest: { readonly prompts: readonly Prompt[]; readonly answers: DeckAnswers } | null = null;

/** Grades an answer to a card of the deck that consists of `prompts`. */
export function judge(body: GradableBody, response: StudentResponse, prompts: readonly Prompt[]): Judged {
  if (latest?.prompts !== prompts) latest = { prompts, answers: deckAnswers(prompts) };
  const graded = grade(body, response, latest.answers);
  return { response, grade: graded, entry: loggedAnswer(body, response, graded) };
}
