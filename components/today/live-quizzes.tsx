'use client';

import { type ReactNode, useEffect, useMemo } from 'react';
import { rememberUnderWay } from '#components/quiz/under-way-cookie.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import { quizUnderWay } from '#lib/quiz/quiz-progress.ts';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import { QuizzesUnderWay } from './quizzes-under-way.tsx';

/** The quizzes that go on, from the log; until it has been read, what the server painted (`children`). */
export function LiveQuizzes({ decks, children }: { decks: readonly DeckSummary[]; children: ReactNode }) {
  const { ready, state } = useReviews();
  const known = useMemo(
    () =>
      decks.map(({ deck, title, prompts }) => {
        const keys = new Set(prompts.map(({ key }) => key));
        return { deck, title, progress: quizUnderWay(state, deck, (card) => keys.has(card)) };
      }),
    [decks, state],
  );
  // The log may have come from elsewhere, or been written in another tab.
  useEffect(() => {
    if (ready) for (const { deck, progress } of known) rememberUnderWay(deck, progress);
  }, [ready, known]);
  if (!ready) return children;
  return (
    <QuizzesUnderWay
      quizzes={known.flatMap(({ progress, ...deck }) => (progress === null ? [] : [{ ...deck, progress }]))}
    />
  );
}
