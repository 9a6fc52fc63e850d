import type { LogEntry, LogEntryOf } from '#lib/review/entry-schema.ts';

/** An entry's place in the log. */
export interface EntryPlace {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly id: string;
}

/** The order of the log: by instant, and by id where two entries have the same one. */
export function compareEntries(a: EntryPlace, b: EntryPlace): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** `entries` with `entry` at its place; the array itself stays as it is. */
export function insertEntry<R extends EntryPlace>(entries: readonly R[], entry: R): readonly R[] {
  const last = entries.at(-1);
  if (last === undefined || compareEntries(last, entry) < 0) return [...entries, entry];
  const index = entries.findIndex((other) => compareEntries(entry, other) < 0);
  return entries.toSpliced(index === -1 ? entries.length : index, 0, entry);
}

/** Names that entries had before they got the ones of today. */
const formerNames: Readonly<Record<string, string>> = { given: 'response', claimed: 'selfMarkedCorrect' };

/** A stored entry under today's names: what is in a browser, or in an exported file, may be older than this program. */
export function withCurrentNames<Stored extends object>(stored: Stored): Stored {
  if (
    !Object.keys(stored).some((name) => name in formerNames) &&
    !('kind' in stored && stored.kind === 'given')
  )
    return stored;
  const named = Object.entries(stored).map(([name, value]: [string, unknown]) => [
    formerNames[name] ?? name,
    name === 'kind' && value === 'given' ? 'response' : value,
  ]);
  return Object.fromEntries(named) as Stored;
}

/** An entry about one prompt. */
export type PromptEntry = LogEntryOf<'review' | 'practice' | 'bury' | 'suspend' | 'resume' | 'reset'>;

export function isAboutPrompt(entry: LogEntry): entry is PromptEntry {
  return 'card' in entry;
}

/** The log from its newest entry backwards. Entries never change, so logs that differ in their newest entries share the rest. */
export interface LogTail {
  readonly entry: LogEntry;
  readonly before: LogTail | null;
}

/** The log with `entries`, sorted, at their places; quick where those are near the end. */
export function withEntries(newest: LogTail | null, entries: readonly LogEntry[]): LogTail | null {
  const later: LogEntry[] = [];
  let tail = newest;
  let left = entries.length;
  while (left > 0) {
    const entry = entries[left - 1];
    if (entry === undefined) break;
    if (tail !== null && compareEntries(entry, tail.entry) < 0) {
      later.push(tail.entry);
      tail = tail.before;
    } else {
      later.push(entry);
      left -= 1;
    }
  }
  return later.reduceRight<LogTail | null>((before, entry) => ({ entry, before }), tail);
}

export function* fromNewest(newest: LogTail | null): Generator<LogEntry> {
  for (let tail = newest; tail !== null; tail = tail.before) yield tail.entry;
}

export type GameEntry = LogEntryOf<'game'>;

/** An entry that belongs to a quiz: its beginning, its responses and how they were graded, its end. */
export type QuizEntry = LogEntryOf<'quiz' | 'response' | 'quiz-end' | 'review'>;

/** The quiz to which an entry belongs; `null`: none. */
export function quizOf(entry: LogEntry): { readonly id: string; readonly entry: QuizEntry } | null {
  switch (entry.kind) {
    case 'quiz':
      return { id: entry.id, entry };
    case 'response':
    case 'quiz-end':
      return { id: entry.quiz, entry };
    case 'review':
      return entry.quiz === undefined ? null : { id: entry.quiz, entry };
    default:
      return null;
  }
}

/** An answer that took longer counts as this long: the student was elsewhere. */
const longestMs = 60_000;

/** How long an answer took, as the log keeps it, in ms. */
export function countedMs(spentMs: number): number {
  return Math.min(longestMs, Math.max(0, spentMs));
}
