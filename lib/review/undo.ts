import type { LogEntry } from '#lib/review/entry-schema.ts';
import {
  compareEntries,
  fromNewest,
  isAboutPrompt,
  type PromptEntry,
  quizOf,
  type EntryPlace,
} from '#lib/review/log-entry.ts';
import type { ReviewState, UndoIndex, UndoEntry } from '#lib/review/state.ts';

/**
 * Whether an entry counts as never written. An undo takes back an earlier entry only, so the newest undo always holds; going
 * backwards from there, each one that holds takes back its entry, which may be an undo.
 */
export function isUndone(entry: EntryPlace, undos: UndoIndex): boolean {
  if (undos.get(entry.id) === undefined) return false;
  const undone = new Set<string>();
  const found: { readonly entry: EntryPlace; readonly undoes: string | null }[] = [{ entry, undoes: null }];
  for (const each of found) {
    for (const undo of undos.get(each.entry.id) ?? []) {
      if (compareEntries(each.entry, undo) < 0) found.push({ entry: undo, undoes: each.entry.id });
    }
  }
  for (const each of found.toReversed()) {
    if (each.undoes !== null && !undone.has(each.entry.id)) undone.add(each.undoes);
  }
  return undone.has(entry.id);
}

/** The entry that a chain of undos is about in the end; null while a part of the chain has not arrived. */
export function rootOf(
  undo: UndoEntry,
  find: (id: string) => LogEntry | undefined,
): Exclude<LogEntry, UndoEntry> | null {
  let entry: LogEntry | undefined = undo;
  for (const seen = new Set<string>(); entry?.kind === 'undo'; entry = find(entry.undoes)) {
    if (seen.has(entry.id)) return null;
    seen.add(entry.id);
  }
  return entry ?? null;
}

/**
 * The entry that "undo" takes back now: the newest one about a prompt (of `deck`, or of any where it is null) that belongs to
 * no quiz, as those are undone in the quiz. It reads the log, so undo has no limit and survives a reload.
 * Write `{kind: 'undo', undoes: id, at: undoInstant(entry, now)}`.
 *
 * @param within where a round of practice is undone: since when it goes on (epoch milliseconds). It takes back what was done
 *   in it and nothing before, least of all an answer that counts; elsewhere answers of practice are left alone.
 */
export function lastUndoable(
  state: ReviewState,
  deck: string | null,
  within: { readonly practiceSince: number } | null = null,
): PromptEntry | null {
  for (const entry of fromNewest(state.newest)) {
    if (within !== null && entry.at < within.practiceSince) return null;
    if (!isOfStudy(entry, deck) || isUndone(entry, state.undos)) continue;
    if (entry.kind === (within === null ? 'practice' : 'review')) continue;
    return entry;
  }
  return null;
}

/** The undo that "redo" takes back now: the newest one that holds, unless something was done since. */
export function lastRedoable(state: ReviewState, deck: string | null): UndoEntry | null {
  for (const entry of fromNewest(state.newest)) {
    if (isUndone(entry, state.undos)) continue;
    if (isOfStudy(entry, deck)) return null;
    const target = entry.kind === 'undo' ? state.entries.get(entry.undoes) : undefined;
    if (
      entry.kind === 'undo' &&
      target !== undefined &&
      isOfStudy(target, deck) &&
      compareEntries(target, entry) < 0
    )
      return entry;
  }
  return null;
}

function isOfStudy(entry: LogEntry, deck: string | null): entry is PromptEntry {
  if (!isAboutPrompt(entry) || quizOf(entry) !== null) return false;
  return deck === null || entry.card.startsWith(`${deck}/`);
}

/** `at` for an undo: now, or just after the entry where that one came from a device whose clock is ahead. */
export function undoInstant(entry: EntryPlace, now: number): number {
  return Math.max(now, entry.at + 1);
}
