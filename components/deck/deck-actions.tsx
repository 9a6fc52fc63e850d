'use client';

import { useReviews } from '#components/data/use-reviews.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

/** Ways to go through a deck other than what is due. */
export function DeckActions({ deck }: { deck: string }) {
  const { state } = useReviews();
  return (
    <>
      <SoftLink href={`/quiz/${deck}`} className="button">
        Quiz
      </SoftLink>
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
