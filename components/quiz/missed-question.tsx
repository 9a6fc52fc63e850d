'use client';

import { useState } from 'react';
import { GradedAnswer } from '#components/answer/graded-answer.tsx';
import { CardBody } from '#components/card/card-body.tsx';
import { CardLab } from '#components/card/card-lab.tsx';
import { OrderVerdict } from '#components/card/order-verdict.tsx';
import { changedText, isDebatable } from '#components/quiz/claim-answer.ts';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { InlineMarkup, Markup, Why } from '#components/ui/markup.tsx';
import { grade } from '#lib/grade/grade.ts';
import { emptyResponse, responseOf } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody } from '#lib/grade/verdict.ts';
import { askedBody } from '#lib/quiz/answer-draft.ts';
import type { AnswerEntry, QuizQuestion, QuizRecord } from '#lib/quiz/quiz-record.ts';

const noneMarked: ReadonlySet<number> = new Set();

/** A question that was not answered right: the response, what is right, and why. */
export function MissedQuestion({
  quiz,
  place,
  question,
  answer,
  cards,
  onClaim,
}: {
  quiz: QuizRecord;
  /** In the quiz, from 0. */
  place: number;
  question: QuizQuestion;
  answer: AnswerEntry | null;
  cards: QuizDeck;
  onClaim: () => void;
}) {
  const [shows, setShows] = useState<'lab' | 'kernel' | null>(null);
  const prompt = cards.find(question.card);
  if (prompt === undefined)
    return (
      <li className="panel p-5">
        {place + 1}. The card <code className="font-mono">{question.card}</code> is gone from the deck.
        {answer?.answer !== undefined && ` You gave: ${answer.answer}`}
      </li>
    );
  const body = askedBody(prompt, question, cards.find);
  const response = body.kind === 'basic' ? null : responseIn(body, answer);
  const seed = `${quiz.seed}~${prompt.key}`;
  const graded = body.kind === 'basic' || response === null ? null : grade(body, response, cards.answers);
  const isRunnable =
    body.kind === 'order' && body.run !== null && response?.kind === 'steps' && response.placed.length > 0;
  return (
    <li className="panel break-inside-avoid p-5 sm:p-6 print:p-4">
      <h3 className="flex gap-3 font-semibold">
        <span className="shrink-0 text-soft tabular-nums">{place + 1}</span>
        <InlineMarkup html={prompt.front} />
      </h3>
      <div className="mt-3">
        {body.kind === 'basic' ? (
          <>
            {answer === null && <p className="mb-2 text-soft">You gave no answer.</p>}
            <Markup html={body.answer} />
          </>
        ) : response === null || graded === null ? (
          <>
            <p className="mb-3 text-soft">{changedText(answer)}</p>
            <CardBody body={body} revealed seed={seed} picked={noneMarked} />
          </>
        ) : (
          <GradedAnswer
            body={body}
            response={response}
            grade={graded}
            seed={seed}
            isSelfMarked={answer?.selfMarkedCorrect === true}
          />
        )}
        {prompt.why && <Why html={prompt.why} />}
      </div>
      {answer?.selfMarkedCorrect === true && (
        <p className="mt-4 font-semibold text-good">✓ Counted as right, as you say.</p>
      )}
      <div className="mt-4 flex flex-wrap items-center gap-2 empty:hidden print:hidden">
        {answer?.selfMarkedCorrect !== true &&
          answer !== null &&
          body.kind !== 'basic' &&
          response !== null &&
          graded !== null &&
          isDebatable(body, response, graded) && (
            <button type="button" className="button min-h-9" onClick={onClaim}>
              I was right
            </button>
          )}
        {isRunnable && (
          <button
            type="button"
            className="button min-h-9"
            aria-expanded={shows === 'kernel'}
            onClick={() => setShows(shows === 'kernel' ? null : 'kernel')}
          >
            Run my order on the kernel
          </button>
        )}
        {prompt.lab !== null && (
          <button
            type="button"
            className="button min-h-9"
            aria-expanded={shows === 'lab'}
            onClick={() => setShows(shows === 'lab' ? null : 'lab')}
          >
            {shows === 'lab' ? 'Close the lab' : 'Run it'}
          </button>
        )}
      </div>
      {shows === 'kernel' && body.kind === 'order' && response?.kind === 'steps' && (
        <OrderVerdict body={body} placed={response.placed} />
      )}
      {shows === 'lab' && <CardLab prompt={prompt} onClose={() => setShows(null)} />}
    </li>
  );
}

/** The response, which may be empty; null: the card no longer has such parts. */
function responseIn(body: GradableBody, answer: AnswerEntry | null): StudentResponse | null {
  return answer === null ? emptyResponse(body) : responseOf(body, answer.response ?? []);
}
