'use client';

import { useEffect, useMemo, useRef } from 'react';
import { gradeNames } from '#components/card/grade-bar.tsx';
import { JudgedAnswer } from '#components/card/judged-answer.tsx';
import { changedText, claimAnswer, isDebatable } from '#components/quiz/claim-answer.ts';
import { type Framed, QuestionFrame } from '#components/quiz/question-frame.tsx';
import type { QuizDeck } from '#components/quiz/quiz-deck.ts';
import { useKeys } from '#components/ui/keys.tsx';
import { Markup, Why } from '#components/ui/markup.tsx';
import { showTop } from '#components/ui/show-top.ts';
import type { Body } from '#lib/cards/prompt.ts';
import { grade as gradeAnswer } from '#lib/grade/grade.ts';
import { responseOf } from '#lib/grade/response.ts';
import type { StudentResponse, GradableBody, Grade } from '#lib/grade/verdict.ts';
import type { AnswerEntry } from '#lib/quiz/quiz-record.ts';

/** A question whose answer is in the log: the response, what is right, and why. */
export function AnsweredQuestion({
  body,
  cards,
  seed,
  answer,
  isElsewhere,
  isLast,
  onNext,
  ...frame
}: Framed & {
  body: Body;
  cards: QuizDeck;
  seed: string;
  answer: AnswerEntry;
  /** Whether this tab wanted to answer it, and another one had. */
  isElsewhere: boolean;
  isLast: boolean;
  onNext: () => void;
}) {
  const graded = useMemo(() => gradedAgain(body, answer, cards), [body, answer, cards]);
  const resultRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    resultRef.current?.focus({ preventScroll: true });
    showTop(resultRef.current);
  }, []);
  const isSelfMarked = answer.selfMarkedCorrect === true;
  const mayClaim =
    graded !== null && !isSelfMarked && isDebatable(graded.body, graded.response, graded.grade);
  const claim = () => void claimAnswer(answer);
  useKeys({ Enter: onNext, ' ': onNext, ...(mayClaim ? { i: claim } : {}) });
  const next = isLast
    ? 'See the result'
    : graded?.grade.verdict === 'close' && mayClaim
      ? 'Not right, next'
      : 'Next';
  return (
    <QuestionFrame
      {...frame}
      hasLab
      action={
        <div className="action-bar flex flex-wrap gap-2">
          {mayClaim && (
            <button type="button" className="button min-h-12" aria-keyshortcuts="I" onClick={claim}>
              I was right <kbd className="key">I</kbd>
            </button>
          )}
          <button type="button" className="button button-strong min-h-12 flex-1" onClick={onNext}>
            {next} <kbd className="key">↵</kbd>
          </button>
        </div>
      }
    >
      <div ref={resultRef} tabIndex={-1} className="scroll-mt-4 outline-none">
        {isElsewhere && (
          <p className="mb-3 text-waiting">You answered this in another tab. That answer counts.</p>
        )}
        {graded !== null ? (
          <JudgedAnswer body={graded.body} judged={graded} seed={seed} isSelfMarked={isSelfMarked} />
        ) : body.kind === 'basic' ? (
          <>
            <Markup html={body.answer} className="text-[1.0625rem]" />
            <p className="mt-4 text-soft">You graded it: {gradeNames[answer.rating]}.</p>
          </>
        ) : (
          <p className="text-soft">{changedText(answer)}</p>
        )}
        {isSelfMarked && <p className="mt-3 font-semibold text-good">✓ Counted as right, as you say.</p>}
        {frame.prompt.why && <Why html={frame.prompt.why} />}
      </div>
    </QuestionFrame>
  );
}

/** Grading is a function of card and answer; null: the student graded it, or the card has no longer such parts. */
function gradedAgain(
  body: Body,
  answer: AnswerEntry,
  cards: QuizDeck,
): { body: GradableBody; response: StudentResponse; grade: Grade } | null {
  if (body.kind === 'basic') return null;
  const response = responseOf(body, answer.response ?? []);
  return response && { body, response, grade: gradeAnswer(body, response, cards.answers) };
}
