'use client';

import { SoftLink } from '#components/shell/soft-link.tsx';
import { useReviews } from '#components/review/use-reviews.ts';

/** Ways to go through a deck besides what is due. */
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
