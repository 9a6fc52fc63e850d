import type { ReviewState } from '#lib/review/state.ts';

export interface LabProgress {
  /** Stages that were gone through, of those that the lab has now. */
  readonly done: number;
  readonly total: number;
  readonly isComplete: boolean;
  /** First predictions, and how many of them were right: what the student can do with a stage not seen before. */
  readonly predictions: number;
  readonly rightPredictions: number;
}

/**
 * How far a student is in a lab.
 *
 * @param stageIds of the lab as it is now; rows of stages that are gone do not count
 */
export function labProgress(state: ReviewState, lab: string, stageIds: readonly string[]): LabProgress {
  const stages = state.labs.get(lab)?.stages;
  const records = stageIds.flatMap((id) => stages?.get(id) ?? []);
  const done = records.filter(({ isDone }) => isDone).length;
  const verdicts = records.flatMap(({ firstPredicted }) => firstPredicted ?? []);
  return {
    done,
    total: stageIds.length,
    isComplete: stageIds.length > 0 && done === stageIds.length,
    predictions: verdicts.length,
    rightPredictions: verdicts.filter((verdict) => verdict === 'right' || verdict === 'slip').length,
  };
}
