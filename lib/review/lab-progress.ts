import type { LogEntryOf } from '#lib/review/entry-schema.ts';
import type { ReviewState, UndoIndex } from '#lib/review/state.ts';
import { isUndone } from '#lib/review/undo.ts';

export type LabEntry = LogEntryOf<'lab'>;
type LabVerdict = NonNullable<LabEntry['predicted']>['verdict'];

/** How far one stage of a lab is. */
interface StageRecord {
  /** Of the last time. */
  readonly outcome: LabEntry['outcome'];
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

/** A lab's entries, undone ones included, and what they amount to. */
export interface LabRecord {
  /** Sorted. */
  readonly entries: readonly LabEntry[];
  /** By stage, those that have an entry. */
  readonly stages: ReadonlyMap<string, StageRecord>;
}

/** @param entries of one lab, sorted */
export function foldLab(entries: readonly LabEntry[], undos: UndoIndex): LabRecord {
  const stages = new Map<string, StageRecord>();
  for (const entry of entries) {
    if (isUndone(entry, undos)) continue;
    const before = stages.get(entry.stage);
    const predicted = entry.predicted?.verdict ?? null;
    stages.set(entry.stage, {
      outcome: entry.outcome,
      predicted: predicted ?? before?.predicted ?? null,
      firstPredicted: before?.firstPredicted ?? predicted,
      seen: entry.seen?.verdict ?? before?.seen ?? null,
      isDone: entry.outcome !== 'failed' || before?.isDone === true,
      at: entry.at,
    });
  }
  return { entries, stages };
}

export interface LabProgress {
  /** Stages that were gone through, of those that the lab has now. */
  readonly done: number;
  readonly total: number;
  readonly isComplete: boolean;
  /** First predictions, and how many of them were right: what the student can do with a stage not seen before. */
  readonly predictions: number;
  readonly rightPredictions: number;
  /** Stages of which the student said what was seen, the last time, and how many of that was so. */
  readonly seen: number;
  readonly rightSeen: number;
}

/**
 * How far a student is in a lab.
 *
 * @param stageIds of the lab as it is now; entries of stages that are gone do not count
 */
export function labProgress(state: ReviewState, lab: string, stageIds: readonly string[]): LabProgress {
  const stages = state.labs.get(lab)?.stages;
  const records = stageIds.flatMap((id) => stages?.get(id) ?? []);
  const done = records.filter(({ isDone }) => isDone).length;
  const seen = records.flatMap((record) => record.seen ?? []);
  const verdicts = records.flatMap(({ firstPredicted }) => firstPredicted ?? []);
  return {
    done,
    total: stageIds.length,
    isComplete: stageIds.length > 0 && done === stageIds.length,
    predictions: verdicts.length,
    rightPredictions: verdicts.filter(isRight).length,
    seen: seen.length,
    rightSeen: seen.filter(isRight).length,
  };
}

function isRight(verdict: LabVerdict): boolean {
  return verdict === 'right' || verdict === 'slip';
}
