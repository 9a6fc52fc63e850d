'use client';

import { useState } from 'react';
import { flushSync } from 'react-dom';
import { reviewStore } from '#components/data/use-reviews.ts';
import { announce } from '#components/ui/announce.ts';
import { holdKeys } from '#components/ui/held-keys.ts';
import { useExclusive } from '#components/ui/use-exclusive.ts';
import type { ReviewDraft } from '#lib/storage/review-store.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** Writes what a student does in study, and knows what another tab did first (`elsewhere`, in words). */
export function useStudyLog() {
  const [elsewhere, setElsewhere] = useState<string | null>(null);
  const writing = useExclusive();

  /**
   * Writes an entry, unless another tab was quicker and `fits` no longer: then that is said (`late`). What `after` sets is
   * painted together with what the entry changes. One entry at a time.
   */
  function write(
    draft: ReviewDraft,
    at: number,
    fits: (state: ReviewState) => boolean,
    after: (state: ReviewState) => void,
    late: (state: ReviewState) => string,
  ): void {
    let said: string | null = null;
    const choose = (state: ReviewState) => {
      if (fits(state)) return [draft];
      said = late(state);
      return [];
    };
    const alongside = (written: ReviewState) =>
      flushSync(() => {
        setElsewhere(null);
        after(written);
      });
    const written = writing.run(async () => {
      await reviewStore().appendAfter(choose, at, alongside);
      if (said === null) return;
      setElsewhere(said);
      announce(said);
    });
    holdKeys(written);
  }

  return { write, elsewhere, setElsewhere };
}
