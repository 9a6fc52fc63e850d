import type { ReviewRowOf } from '#lib/review/log-entry.ts';
import type { ReviewState, UndoIndex } from '#lib/review/state.ts';
import { isTakenBack } from '#lib/review/undo.ts';

export type LabRow = ReviewRowOf<'lab'>;
type LabVerdict = NonNullable<LabRow['predicted']>['verdict'];

/** Where one stage of a lab stands. */
interface StageRecord {
  /** Of the last time. */
  readonly outcome: LabRow['outcome'];
  /** What was said of the last prediction; `null`: there was none. */
  readonly predicted: LabVerdict | null;
  /** What was said of the first prediction, made without having seen the stage; `null`: there was none. */
  readonly firstPredicted: LabVerdict | null;
  readonly seen: LabVerdict | null;
  /** Whether it was ever gone through; a later failure does not take that back. */
  readonly isDone: boolean;
  /** Epoch milliseconds, of the last time. */
  readonly at: number;
}

/** A lab's rows, those taken back included, and what they amount to. */
export interface LabRecord {
  /** Sorted. */
  readonly rows: readonly LabRow[];
  /** By stage, those that have a row. */
  readonly stages: ReadonlyMap<string, StageRecord>;
}

/** @param rows of one lab, sorted */
export function foldLab(rows: readonly LabRow[], undos: UndoIndex): LabRecord {
  const stages = new Map<string, StageRecord>();
  for (const row of rows) {
    if (isTakenBack(row, undos)) continue;
    const before = stages.get(row.stage);
    const predicted = row.predicted?.verdict ?? null;
    stages.set(row.stage, {
      outcome: row.outcome,
      predicted: predicted ?? before?.predicted ?? null,
      firstPredicted: before?.firstPredicted ?? predicted,
      seen: row.seen?.verdict ?? before?.seen ?? null,
      isDone: row.outcome !== 'failed' || before?.isDone === true,
      at: row.at,
    });
  }
  return { rows, stages };
}

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
