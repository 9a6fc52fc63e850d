'use client';

import { lazy, Suspense } from 'react';
import { verdictWords } from '#components/answer/verdict-words.ts';
import { LoadBoundary } from '#components/shell/load-boundary.tsx';
import type { Prompt } from '#lib/deck/prompt.ts';
import { emptyGiven } from '#lib/grade/given.ts';
import type { Verdict as Judgement } from '#lib/grade/verdict.ts';
import { CardBody } from './card-body.tsx';
import { ClaimButton } from './check-buttons.tsx';
import { Why } from './markup.tsx';
import { typingLoads } from './typing-loads.ts';
import type { Study } from './use-study.ts';

const AnswerForm = lazy(typingLoads[0]);
const JudgedAnswer = lazy(typingLoads[1]);

const noneStruck: ReadonlySet<number> = new Set();

/** What stands below a card's question: the fields of its answer or the card itself, then what is right and why. */
export function StudyAnswer({
  study: { seed, revealed, picked, pick, typing, given, setGiven, check, judged, verdict, claimed },
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
              given={given ?? emptyGiven(typing)}
              onChange={setGiven}
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
      {onClaim && <ClaimButton claimed={claimed} isClose={verdict === 'close'} onClaim={onClaim} />}
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
