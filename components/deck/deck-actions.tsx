'use client';

import { useReviews } from '#components/review/use-reviews.ts';

/** Ways to go through a deck besides what is due. */
export function DeckActions({ deck }: { deck: string }) {
  const { state } = useReviews();
  return (
    <>
      <a href={`/study/${deck}?mode=practice`} className="button">
        Practise
      </a>
      {state.settings.latest(deck).examDate !== null && (
        <a href={`/study/${deck}?mode=cram`} className="button">
          Cram
        </a>
      )}
    </>
  );
}
