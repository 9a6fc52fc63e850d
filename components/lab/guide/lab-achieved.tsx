'use client';

import { useReviews } from '#components/data/use-reviews.ts';
import type { Guide } from '#lib/guide/guide.ts';
import { labProgress } from '#lib/review/lab-progress.ts';

/** What a student achieved in a lab, by the log. */
export function LabAchieved({ guide }: { guide: Guide }) {
  const { ready, state } = useReviews();
  if (!ready) return null;
  const progress = labProgress(
    state,
    guide.lab,
    guide.stages.map(({ id }) => id),
  );
  const { done, total, predictions, rightPredictions, seen, rightSeen } = progress;
  const parts = [
    `${String(done)} of ${String(total)} steps done`,
    ...(predictions > 0
      ? [`predicted right the first time: ${String(rightPredictions)} of ${String(predictions)}`]
      : []),
    ...(seen > 0 ? [`seen right: ${String(rightSeen)} of ${String(seen)}`] : []),
  ];
  return <p className="basis-full text-soft tabular-nums">{parts.join(' · ')}</p>;
}
