'use client';

import { lazy, Suspense } from 'react';
import type { DeckHead } from '#components/deck/deck-head.ts';
import { LoadBoundary } from '#components/shell/load-boundary.tsx';
import { LoadFailed } from '#components/shell/load-failed.tsx';
import { useAfterPaint } from '#components/shell/use-after-paint.ts';

const QuizPage = lazy(() => import('./quiz-page.tsx').then((module) => ({ default: module.QuizPage })));

/** The title of the page until the scripts that ask and grade have come. */
export function QuizLoader({ head }: { head: DeckHead }) {
  const waiting = (
    <div className="mx-auto max-w-3xl">
      <p className="text-sm text-soft">{head.title}</p>
      <h1 className="text-2xl font-semibold">Quiz</h1>
      <p className="mt-3 text-soft">Reading your log …</p>
      <noscript>
        <p className="mt-3">A quiz needs JavaScript: your answers are graded and kept in this browser.</p>
      </noscript>
    </div>
  );
  return (
    <LoadBoundary failed={<LoadFailed what="The quiz" />}>
      <Suspense fallback={waiting}>{useAfterPaint() ? <QuizPage head={head} /> : waiting}</Suspense>
    </LoadBoundary>
  );
}
