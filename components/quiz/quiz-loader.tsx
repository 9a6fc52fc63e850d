'use client';

import { lazy, Suspense, useState } from 'react';
import type { DeckHead } from '#components/data/deck-head.ts';
import { QuizSetup } from '#components/quiz/quiz-setup.tsx';
import type { SetupFacts } from '#components/quiz/setup-facts.ts';
import { newPlan } from '#components/quiz/setup-facts.ts';
import type { LiveSetup } from '#components/quiz/use-live-setup.ts';
import { LoadBoundary, LoadFailed } from '#components/ui/load-boundary.tsx';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';
import type { QuizPlan } from '#lib/quiz/quiz-plan.ts';

const QuizPage = lazy(() =>
  import('#components/quiz/quiz-page.tsx').then((module) => ({ default: module.QuizPage })),
);

/**
 * The choice of a quiz: painted by the server, filled in as soon as it is read, and begun once the log and the cards have
 * come. They decide whether something else is shown in its place.
 */
export function QuizLoader({
  head,
  facts,
  asked,
  found,
  isUnderWay,
}: {
  head: DeckHead;
  facts: SetupFacts;
  /** What the address asks for. */
  asked: QuizPlan;
  /** Cards that `asked` allows as far as the server knows, to which no log is known. */
  found: number | null;
  /** A quiz or a result is likely to come. */
  isUnderWay: boolean;
}) {
  const [plan, setPlan] = useState(asked);
  const [first] = useState(asked);
  const [setup, setSetup] = useState<LiveSetup | 'waiting' | null>('waiting');
  const isPainted = useAfterPaint();
  const props = { head, facts, plan, onChange: setPlan };
  return (
    <LoadBoundary failed={<LoadFailed what="The quiz" />}>
      <noscript>
        <p className="mx-auto mb-4 max-w-3xl">
          A quiz needs JavaScript: your answers are graded and kept in this browser.
        </p>
      </noscript>
      {setup === 'waiting' ? (
        isUnderWay ? (
          <p className="text-soft">Reading your log …</p>
        ) : (
          <QuizSetup
            {...props}
            counts={{ weak: null, found: plan === first ? found : null }}
            onBegin={null}
          />
        )
      ) : (
        setup && <QuizSetup {...props} counts={setup.counts} onBegin={setup.begin} />
      )}
      <Suspense>
        {isPainted && (
          <QuizPage
            head={head}
            plan={plan}
            onSetup={setSetup}
            onNewPlan={() => setPlan(newPlan(new URLSearchParams(location.search)))}
          />
        )}
      </Suspense>
    </LoadBoundary>
  );
}
