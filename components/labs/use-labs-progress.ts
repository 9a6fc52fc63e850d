'use client';

import { useMemo } from 'react';
import { useReviews } from '#components/review/use-reviews.ts';
import { type LabProgress, labProgress } from '#lib/review/lab-progress.ts';
import type { LabSummary } from './lab-summary.ts';

export interface LabStanding {
  readonly summary: LabSummary;
  /** `null` until the review log has been read. */
  readonly progress: LabProgress | null;
  /** The first that is not complete. */
  readonly isNext: boolean;
}

/** How far the student is in each lab. */
export function useLabsProgress(labs: readonly LabSummary[]): readonly LabStanding[] {
  const { ready, state } = useReviews();
  return useMemo(() => {
    if (!ready) return labs.map((summary) => ({ summary, progress: null, isNext: false }));
    const standings = labs.map((summary) => ({
      summary,
      progress: labProgress(state, summary.lab, summary.stageIds),
    }));
    const next = standings.find(({ progress }) => !progress.isComplete);
    return standings.map((standing) => ({ ...standing, isNext: standing === next }));
  }, [ready, state, labs]);
}
