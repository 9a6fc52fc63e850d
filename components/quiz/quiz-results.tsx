'use client';

import { useEffect, useMemo, useRef } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { SoftLink } from '#components/shell/soft-link.tsx';
import { useKeys } from '#components/study/use-keys.ts';
import type { QuizRecord } from '#lib/quiz/quiz-record.ts';
import { quizResult } from '#lib/quiz/quiz-result.ts';
import { claimAnswer } from './claim-answer.ts';
import { MissedQuestion } from './missed-question.tsx';
import type { QuizDeck } from './quiz-deck.ts';
import { ScoreParts } from './score-parts.tsx';
import { scoreText } from './score-text.ts';

/** What came of a quiz: the score and its parts, and every miss beside what was given. */
export function QuizResults({
  head,
  quiz,
  cards,
  onNew,
  onResume,
}: {
  head: DeckHead;
  quiz: QuizRecord;
  cards: QuizDeck;
  onNew: () => void;
  /** Absent: it cannot go on. */
  onResume?: () => void;
}) {
  const result = useMemo(() => quizResult(quiz, cards.find), [quiz, cards]);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus({ preventScroll: true }), []);
  useKeys({ n: onNew, g: onResume });
  // What was claimed to be right stays in the list, so that it does not vanish under the student's hand.
  const shown = quiz.questions.flatMap((_, place) =>
    result.missed.includes(place) || quiz.answers[place]?.claimed === true ? [place] : [],
  );

  return (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">
        {head.title} · {quiz.mode === 'test' ? 'test' : 'quiz'} {quiz.seed} ·{' '}
        {new Date(quiz.begunAt).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}
      </p>
      <p className="mt-4 mb-6 hidden print:block">Name: ______________________________</p>
      <h1 ref={headingRef} tabIndex={-1} className="mt-1 text-2xl font-semibold">
        {result.questions === 0 ? 'Nothing was answered' : scoreText(result)}
      </h1>
      <p className="mt-1 text-soft">
        {result.questions === 0
          ? `It had ${quiz.questions.length === 1 ? '1 question' : `${String(quiz.questions.length)} questions`}. `
          : !result.isComplete &&
            `${String(result.questions)} of ${String(quiz.questions.length)} questions were answered. `}
        {durationText(quiz)}
        {result.questions > 0 && result.missed.length === 0 && 'Nothing was missed. '}
        {result.hinted > 0 && `${String(result.hinted)} with a hint, or after the right answer was seen.`}
      </p>
      <div className="mt-5 flex flex-wrap gap-3 print:hidden">
        {result.missed.length > 0 && (
          <a href={`/study/${head.deck}?mode=cram&quiz=${quiz.id}`} className="button button-strong">
            Study what was missed
          </a>
        )}
        {onResume && (
          <button
            type="button"
            className={`button ${result.missed.length > 0 ? '' : 'button-strong'}`}
            aria-keyshortcuts="G"
            onClick={onResume}
          >
            Go on with it <kbd className="key">G</kbd>
          </button>
        )}
        <button
          type="button"
          className={`button ${result.missed.length > 0 || onResume ? '' : 'button-strong'}`}
          aria-keyshortcuts="N"
          onClick={onNew}
        >
          New quiz <kbd className="key">N</kbd>
        </button>
        {result.questions > 0 && (
          <button type="button" className="button" onClick={() => window.print()}>
            Print
          </button>
        )}
        <SoftLink href="/" className="button">
          Today
        </SoftLink>
      </div>
      {result.questions > 0 && <ScoreParts result={result} topicNames={cards.deck.topicNames} />}
      {shown.length > 0 && (
        <section className="mt-8" aria-labelledby="missed">
          <h2 id="missed" className="text-lg font-semibold">
            Missed: {result.missed.length}
            {shown.length > result.missed.length && (
              <span className="font-normal text-soft">
                {' '}
                · counted as right, as you say: {shown.length - result.missed.length}
              </span>
            )}
          </h2>
          <ol className="mt-3 flex flex-col gap-4">
            {shown.map((place) => {
              const question = quiz.questions[place];
              return (
                question && (
                  <MissedQuestion
                    key={question.card}
                    quiz={quiz}
                    place={place}
                    question={question}
                    answer={quiz.answers[place] ?? null}
                    cards={cards}
                    onClaim={() => void claimAnswer(quiz.answers[place] ?? null)}
                  />
                )
              );
            })}
          </ol>
        </section>
      )}
    </div>
  );
}

function durationText({ begunAt, endedAt, endsAt, mode }: QuizRecord): string {
  if (endedAt === null || mode === 'quiz') return '';
  // What ran out of time while the page was closed was handed in later.
  const seconds = Math.round((Math.min(endedAt, endsAt ?? Infinity) - begunAt) / 1000);
  return `It took ${String(Math.floor(seconds / 60))} min ${String(seconds % 60)} s. `;
}
