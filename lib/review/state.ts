import type { PromptKey } from '#lib/cards/prompt.ts';
import type { Memory, MemoryState } from '#lib/review/schedule.ts';
import type { LabRecord } from '#lib/review/lab-progress.ts';
import type { Rating, LogEntry, LogEntryOf } from '#lib/review/entry-schema.ts';
import type { GameEntry, LogTail, PromptEntry, QuizEntry } from '#lib/review/log-entry.ts';
import type { PersistentMap } from '#lib/review/persistent-map.ts';
import type { SettingsEntry, SettingsTimeline } from '#lib/review/settings.ts';

/** One answer of a student, as progress and daily counts need it. */
export interface Answer {
  /** Id of its entry. */
  readonly id: string;
  readonly card: PromptKey;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly rating: Rating;
  readonly durationMs: number;
  readonly verdict: 'right' | 'slip' | 'close' | 'wrong' | null;
  /** Whether it changed the schedule: not so for practice. */
  readonly counted: boolean;
  /** State of the memory it met. */
  readonly before: MemoryState;
  /** Recall that was predicted for that instant, 0 to 1; null where nothing was known. */
  readonly retrievability: number | null;
  /** This answer made the prompt a leech (again): its 8th lapse, then every 4th. */
  readonly madeLeech: boolean;
}

/** The state of one prompt. */
export interface PromptState {
  readonly key: PromptKey;
  readonly deck: string;
  readonly memory: Memory | null;
  /** Revision of the prompt that `memory` is about; 0 without one. */
  readonly rev: number;
  readonly suspended: boolean;
  /** Epoch milliseconds; 0 where it is not buried. */
  readonly buriedUntil: number;
  /** Epoch milliseconds of the first answer that counted since the schedule was last forgotten; null before. */
  readonly introducedAt: number | null;
  /** All answers, oldest first, practice included; not shortened by a new revision or a reset. */
  readonly answers: readonly Answer[];
  /** Answers that counted, ever. */
  readonly totalReps: number;
  /** Lapses, ever. */
  readonly totalLapses: number;
}

export type UndoEntry = LogEntryOf<'undo'>;

/** The undo entries that aim at an entry, sorted, by that entry's id; the entry itself may not have arrived. */
export interface UndoIndex {
  get(id: string): readonly UndoEntry[] | undefined;
}

/** A prompt's entries, undone ones included, and what they amount to. */
export interface PromptLog {
  readonly entries: readonly PromptEntry[];
  readonly state: PromptState;
}

/**
 * What a log amounts to. Never changes: `extend` gives a new one that shares most of its parts, and the earlier one stays
 * as it was.
 */
export interface ReviewState {
  /** By prompt key. */
  readonly prompts: PersistentMap<PromptLog>;
  /** By the name of the lab. */
  readonly labs: PersistentMap<LabRecord>;
  /** The entries of each quiz by its id, sorted, undone ones included: see `lib/quiz/quiz-record.ts`. */
  readonly quizzes: PersistentMap<readonly QuizEntry[]>;
  /** Sorted, undone ones included. */
  readonly games: readonly GameEntry[];
  readonly settings: SettingsTimeline;
  readonly settingsEntries: readonly SettingsEntry[];
  /** By id. */
  readonly entries: PersistentMap<LogEntry>;
  /** As in `UndoIndex`. */
  readonly undos: PersistentMap<readonly UndoEntry[]>;
  /** The whole log from its newest entry backwards; null where it is empty. */
  readonly newest: LogTail | null;
}

/** The state of a prompt; null where the log says nothing of it. */
export function promptState(state: ReviewState, key: PromptKey): PromptState | null {
  return state.prompts.get(key)?.state ?? null;
}
