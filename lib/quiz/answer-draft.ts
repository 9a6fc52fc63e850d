import { phraseHtml } from '#lib/cards/html.ts';
import type { Body, Prompt } from '#lib/cards/prompt.ts';
import { loggedAnswer } from '#lib/grade/response.ts';
import { type StudentResponse, type GradableBody, type Grade, ratingOf } from '#lib/grade/verdict.ts';
import type { AnswerEntry, QuizQuestion, TakenHint } from '#lib/quiz/quiz-record.ts';
import type { Rating, LogEntryOf } from '#lib/review/entry-schema.ts';

type Choice = Extract<Body, { kind: 'choice' }>;

/**
 * A prompt's body as a quiz asks it: a basic card becomes a choice between its answer and those of other cards. Stays
 * `basic` where the question names none, or they are gone from the deck: then the student says how well it went.
 */
export function askedBody(
  prompt: Prompt,
  { others = [] }: Pick<QuizQuestion, 'others'>,
  find: (key: string) => Prompt | undefined,
): Body {
  const { body } = prompt;
  if (body.kind !== 'basic') return body;
  const wrong = others.flatMap((key): Choice['options'] => {
    const other = find(key);
    if (other?.body.kind !== 'basic') return [];
    const text = phraseHtml(other.body.answer) ?? other.body.answer;
    return [{ text, right: false, feedback: other.front }];
  });
  if (wrong.length === 0) return body;
  const right = { text: phraseHtml(body.answer) ?? body.answer, right: true, feedback: null };
  return { kind: 'choice', question: null, options: [right, ...wrong], explanation: null };
}

type Stamp = 'id' | 'device' | 'at';
type ReviewDraft = Omit<LogEntryOf<'review'>, Stamp>;

interface Asked {
  readonly prompt: Prompt;
  /** Id of the quiz. */
  readonly quiz: string;
  readonly durationMs: number;
}

/** A graded answer as an entry of the log: it counts for the schedule. */
export function answerDraft(
  asked: Asked,
  body: GradableBody,
  response: StudentResponse,
  graded: Pick<Grade, 'verdict' | 'credit'>,
  hinted: boolean,
): ReviewDraft {
  return {
    ...draftOf(asked, ratingOf(graded.verdict, hinted)),
    ...loggedAnswer(body, response, graded),
    ...(hinted ? { hinted } : {}),
  };
}

/** An answer that the student graded. */
export function selfGradedDraft(asked: Asked, rating: Rating): ReviewDraft {
  const isRight = rating > 1;
  return { ...draftOf(asked, rating), verdict: isRight ? 'right' : 'wrong', credit: isRight ? 1 : 0 };
}

function draftOf({ prompt, quiz, durationMs }: Asked, rating: Rating): ReviewDraft {
  const { key, rev } = prompt;
  return { kind: 'review', card: key, rev, rating, durationMs, algorithm: 'fsrs-6', quiz };
}

/**
 * Takes an answer back and writes it again as right, because the student says that it was; what grading said stays. It
 * counts at the instant at which it was given: the student knew it then, and may have studied the card since.
 */
export function claimDrafts({
  id,
  device: _device,
  ...answer
}: AnswerEntry): [Omit<LogEntryOf<'undo'>, Stamp>, ReviewDraft & { readonly at: number }] {
  return [
    { kind: 'undo', undoes: id },
    { ...answer, rating: ratingOf('right', answer.hinted === true), credit: 1, selfMarkedCorrect: true },
  ];
}

/** Undoes an answer; the response is in the question's fields again, with the hints that led to it. */
export function takeBackDrafts(
  quiz: string,
  question: number,
  { id, response, hinted }: AnswerEntry,
  hints: readonly TakenHint[],
): (Omit<LogEntryOf<'undo'>, Stamp> | Omit<LogEntryOf<'response'>, Stamp>)[] {
  const undo = { kind: 'undo', undoes: id } as const;
  if (response === undefined) return [undo];
  return [
    undo,
    {
      kind: 'response',
      quiz,
      question,
      response,
      ...(hinted === undefined ? {} : { hinted }),
      ...(hints.length === 0 ? {} : { hints: [...hints] }),
    },
  ];
}
