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
import { emptyGiven, givenOf } from '#lib/grade/response.ts';
import type { Given, GradableBody } from '#lib/grade/verdict.ts';
import { askedBody } from '#lib/quiz/answer-draft.ts';
import type { AnswerRow, QuizQuestion, QuizRecord } from '#lib/quiz/quiz-record.ts';

const noneMarked: ReadonlySet<number> = new Set();

/** A question that was not answered rightly: what was given beside what is right, and why. */
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
  answer: AnswerRow | null;
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
  const given = body.kind === 'basic' ? null : givenIn(body, answer);
  const seed = `${quiz.seed}~${prompt.key}`;
  const graded = body.kind === 'basic' || given === null ? null : grade(body, given, cards.answers);
  const isRunnable =
    body.kind === 'order' && body.run !== null && given?.kind === 'steps' && given.placed.length > 0;
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
        ) : given === null || graded === null ? (
          <>
            <p className="mb-3 text-soft">{changedText(answer)}</p>
            <CardBody body={body} revealed seed={seed} picked={noneMarked} />
          </>
        ) : (
          <GradedAnswer
            body={body}
            given={given}
            grade={graded}
            seed={seed}
            isClaimed={answer?.claimed === true}
          />
        )}
        {prompt.why && <Why html={prompt.why} />}
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2 print:hidden">
        {answer?.claimed === true ? (
          <span className="font-semibold text-good">✓ Counted as right, as you say.</span>
        ) : (
          answer !== null &&
          body.kind !== 'basic' &&
          given !== null &&
          graded !== null &&
          isDebatable(body, given, graded) && (
            <button type="button" className="button min-h-9" onClick={onClaim}>
              I was right
            </button>
          )
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
      {shows === 'kernel' && body.kind === 'order' && given?.kind === 'steps' && (
        <OrderVerdict body={body} placed={given.placed} />
      )}
      {shows === 'lab' && <CardLab prompt={prompt} onClose={() => setShows(null)} />}
    </li>
  );
}

/** What was given, nothing included; null: the card has no longer such parts. */
function givenIn(body: GradableBody, answer: AnswerRow | null): Given | null {
  return answer === null ? emptyGiven(body) : givenOf(body, answer.given ?? []);
}
