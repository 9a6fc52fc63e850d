import { isTakenBack } from '#lib/review/undo.ts';
import type { ReviewRowOf } from '#lib/review/row.ts';
import type { UndoIndex } from '#lib/review/state.ts';

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
