'use client';

import { useMemo } from 'react';
import { useReviews } from '#components/data/use-reviews.ts';
import type { LabSummary } from '#components/labs/lab-summary.ts';
import { type LabProgress, labProgress } from '#lib/review/lab-progress.ts';

interface LabStatus {
  readonly summary: LabSummary;
  /** `null` until the review log has been read. */
  readonly progress: LabProgress | null;
  /** The first that is not complete. */
  readonly isNext: boolean;
}

/** How far the student is in each lab. */
export function useLabsProgress(labs: readonly LabSummary[]): readonly LabStatus[] {
  const { ready, state } = useReviews();
  return useMemo(() => {
    if (!ready) return labs.map((summary) => ({ summary, progress: null, isNext: false }));
    const statuses = labs.map((summary) => ({
      summary,
      progress: labProgress(state, summary.lab, summary.stageIds),
    }));
    const next = statuses.find(({ progress }) => !progress.isComplete);
    return statuses.map((status) => ({ ...status, isNext: status === next }));
  }, [ready, state, labs]);
}

/** `✓`, or how many of a lab's stages were gone through. */
export function LabDone({ progress }: { progress: LabProgress | null }) {
  if (progress === null) return null;
  const { done, total, isComplete } = progress;
  if (isComplete)
    return (
      <span className="font-semibold text-good">
        <span aria-hidden="true">✓</span> Done
      </span>
    );
  return (
    <span className="text-soft tabular-nums">
      {done === 0 ? `${total} ${total === 1 ? 'step' : 'steps'}` : `${done} of ${total}`}
    </span>
  );
}
