'use client';

import { lazy, Suspense } from 'react';
import { verdictWords } from '#components/answer/verdict-words.ts';
import { CardBody } from '#components/card/card-body.tsx';
import type { Study } from '#components/study/use-study.ts';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { Why } from '#components/ui/markup.tsx';
import type { Prompt } from '#lib/cards/prompt.ts';
import { emptyResponse } from '#lib/grade/response.ts';
import type { Verdict as Judgement } from '#lib/grade/verdict.ts';

/** The buttons under a question that was answered. */
export function CheckButtons({ onCheck, onReveal }: { onCheck: () => void; onReveal: () => void }) {
  return (
    <div className="flex gap-2">
      <button type="button" className="button button-strong min-h-12 flex-1" onClick={onCheck}>
        Check <kbd className="key">↵</kbd>
      </button>
      <button type="button" className="button min-h-12" onClick={onReveal}>
        Show the answer
      </button>
    </div>
  );
}

/** For an answer that was right, whatever grading said. */
function ClaimButton({
  selfMarkedCorrect,
  isClose,
  onClaim,
}: {
  selfMarkedCorrect: boolean;
  isClose: boolean;
  onClaim: () => void;
}) {
  return (
    <p className="mt-4 flex flex-wrap items-center gap-3">
      <button
        type="button"
        className="button"
        aria-pressed={selfMarkedCorrect}
        aria-keyshortcuts="I"
        onClick={onClaim}
      >
        {selfMarkedCorrect ? '✓ I was right' : 'I was right'} <kbd className="key">I</kbd>
      </button>
      {selfMarkedCorrect ? (
        <span className="text-sm text-soft">The log keeps it for the author of the deck.</span>
      ) : (
        isClose && <span className="text-sm text-soft">Were you? Say so, or grade it yourself.</span>
      )}
    </p>
  );
}

/** What is fetched where answers are typed: the form, and what shows the graded answer. */
export const typingLoads = [
  () => import('#components/answer/answer-form.tsx').then((module) => ({ default: module.AnswerForm })),
  () => import('#components/card/judged-answer.tsx').then((module) => ({ default: module.JudgedAnswer })),
] as const;

const AnswerForm = lazy(typingLoads[0]);
const JudgedAnswer = lazy(typingLoads[1]);

const noneStruck: ReadonlySet<number> = new Set();

/** What is below a card's question: the fields of its answer or the card itself, then what is right and why. */
export function StudyAnswer({
  study: {
    seed,
    revealed,
    picked,
    pick,
    typing,
    response,
    setResponse,
    check,
    judged,
    verdict,
    selfMarkedCorrect,
  },
  prompt,
  onClaim,
}: {
  study: Study;
  prompt: Prompt;
  /** Absent: there is nothing to claim. */
  onClaim: (() => void) | undefined;
}) {
  const cardBody = (
    <CardBody body={prompt.body} revealed={revealed} seed={seed} picked={picked} onPick={pick} />
  );
  return (
    <>
      <LoadBoundary key={seed} failed={cardBody}>
        <Suspense fallback={cardBody}>
          {typing && judged ? (
            <JudgedAnswer body={typing} judged={judged} seed={seed} />
          ) : typing && !revealed ? (
            <AnswerForm
              body={typing}
              seed={seed}
              response={response ?? emptyResponse(typing)}
              onChange={setResponse}
              onSubmit={check}
              struck={noneStruck}
              name={prompt.text}
              takesFocus
            />
          ) : (
            cardBody
          )}
        </Suspense>
      </LoadBoundary>
      {revealed && verdict && !judged && <Verdict verdict={verdict} />}
      {onClaim && (
        <ClaimButton selfMarkedCorrect={selfMarkedCorrect} isClose={verdict === 'close'} onClaim={onClaim} />
      )}
      {revealed && prompt.why && <Why html={prompt.why} />}
    </>
  );
}

function Verdict({ verdict }: { verdict: Judgement }) {
  const { sign, words, className } = verdictWords[verdict];
  return (
    <p className={`mt-4 font-semibold ${className}`}>
      {sign} {words}
    </p>
  );
}
