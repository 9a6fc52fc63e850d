import {
  compareRows,
  fromNewest,
  isAboutPrompt,
  type PromptRow,
  quizOf,
  type ReviewRow,
  type RowPlace,
} from '#lib/review/log-entry.ts';
import type { ReviewState, UndoIndex, UndoRow } from '#lib/review/state.ts';

/**
 * Whether a row counts as never written. An undo takes back an earlier row only, so the newest undo always holds; going
 * backwards from there, each one that holds takes back its row, which may be an undo.
 */
export function isTakenBack(row: RowPlace, undos: UndoIndex): boolean {
  if (undos.get(row.id) === undefined) return false;
  const undone = new Set<string>();
  const found: { readonly row: RowPlace; readonly undoes: string | null }[] = [{ row, undoes: null }];
  for (const each of found) {
    for (const undo of undos.get(each.row.id) ?? []) {
      if (compareRows(each.row, undo) < 0) found.push({ row: undo, undoes: each.row.id });
    }
  }
  for (const each of found.toReversed()) {
    if (each.undoes !== null && !undone.has(each.row.id)) undone.add(each.undoes);
  }
  return undone.has(row.id);
}

/** The row that a chain of undos is about in the end; null while a part of the chain has not arrived. */
export function rootOf(
  undo: UndoRow,
  find: (id: string) => ReviewRow | undefined,
): Exclude<ReviewRow, UndoRow> | null {
  let row: ReviewRow | undefined = undo;
  for (const seen = new Set<string>(); row?.kind === 'undo'; row = find(row.undoes)) {
    if (seen.has(row.id)) return null;
    seen.add(row.id);
  }
  return row ?? null;
}

/**
 * The row that "undo" takes back now: the newest one about a prompt (of `deck`, or of any where it is null) that belongs to
 * no quiz, as those are taken back where they were given. It reads the log, so undo has no limit and survives a reload.
 * Write `{kind: 'undo', undoes: id, at: undoMoment(row, now)}`.
 */
export function lastUndoable(state: ReviewState, deck: string | null): PromptRow | null {
  for (const row of fromNewest(state.newest)) {
    if (isOfStudy(row, deck) && !isTakenBack(row, state.undos)) return row;
  }
  return null;
}

/** The undo that "redo" takes back now: the newest one that holds, unless something was done since. */
export function lastRedoable(state: ReviewState, deck: string | null): UndoRow | null {
  for (const row of fromNewest(state.newest)) {
    if (isTakenBack(row, state.undos)) continue;
    if (isOfStudy(row, deck)) return null;
    const target = row.kind === 'undo' ? state.rows.get(row.undoes) : undefined;
    if (
      row.kind === 'undo' &&
      target !== undefined &&
      isOfStudy(target, deck) &&
      compareRows(target, row) < 0
    )
      return row;
  }
  return null;
}

function isOfStudy(row: ReviewRow, deck: string | null): row is PromptRow {
  if (!isAboutPrompt(row) || quizOf(row) !== null) return false;
  return deck === null || row.card.startsWith(`${deck}/`);
}

/** `at` for an undo: now, or just after the row where that one came from a device whose clock is ahead. */
export function undoMoment(row: RowPlace, now: number): number {
  return Math.max(now, row.at + 1);
}
