import { appendRow, foldPrompt } from '#lib/review/fold-prompt.ts';
import { foldLab, type LabRecord, type LabRow } from '#lib/review/lab-progress.ts';
import {
  compareRows,
  type GameRow,
  insertRow,
  isAboutPrompt,
  type LogEntry,
  type PromptRow,
  quizOf,
  type QuizRow,
  type ReviewRow,
  withRows,
} from '#lib/review/log-entry.ts';
import { PersistentMap } from '#lib/review/persistent-map.ts';
import { type SettingsRow, SettingsTimeline } from '#lib/review/settings.ts';
import type { PromptLog, ReviewState, UndoIndex, UndoRow } from '#lib/review/state.ts';
import { isTakenBack, rootOf } from '#lib/review/undo.ts';

/** Above this share of the log, a fold of all is faster than many small steps. */
const refoldShare = 1 / 16;

/**
 * What a log amounts to. Rows may come in any order and more than once: they are sorted by (at, id), and a row is known by
 * its id. Prompts do not influence one another, so each is folded from its own rows and the settings of their moments.
 */
export function fold(rows: readonly ReviewRow[]): ReviewState {
  const byId = new Map<string, ReviewRow>();
  const byPrompt = new Map<string, PromptRow[]>();
  const byLab = new Map<string, LabRow[]>();
  const byQuiz = new Map<string, QuizRow[]>();
  const games: GameRow[] = [];
  const undos = new Map<string, UndoRow[]>();
  const settingsRows: SettingsRow[] = [];
  let newest: LogEntry | null = null;
  for (const row of rows.toSorted(compareRows)) {
    if (byId.has(row.id)) continue;
    byId.set(row.id, row);
    newest = { row, before: newest };
    const quiz = quizOf(row);
    if (quiz !== null) addTo(byQuiz, quiz.id, quiz.row);
    if (row.kind === 'settings') settingsRows.push(row);
    else if (row.kind === 'undo') addTo(undos, row.undoes, row);
    else if (row.kind === 'lab') addTo(byLab, row.lab, row);
    else if (row.kind === 'game') games.push(row);
    else if (isAboutPrompt(row)) addTo(byPrompt, row.card, row);
  }
  const settings = timelineOf(settingsRows, undos);
  const prompts: [string, PromptLog][] = [];
  for (const [key, promptRows] of byPrompt) prompts.push([key, foldPrompt(key, promptRows, settings, undos)]);
  const labs: [string, LabRecord][] = [];
  for (const [lab, labRows] of byLab) labs.push([lab, foldLab(labRows, undos)]);
  return {
    prompts: PersistentMap.from(prompts),
    labs: PersistentMap.from(labs),
    quizzes: PersistentMap.from(byQuiz),
    games,
    settings,
    settingsRows,
    rows: PersistentMap.from(byId),
    undos: PersistentMap.from(undos),
    newest,
  };
}

/**
 * `fold` of everything that `state` holds and `rows`. One newer row costs microseconds, an older one a fold of its prompt;
 * a settings row from the past, and many rows at once, a fold of all. `state` stays valid; it is what comes back when no
 * row is new.
 */
export function extend(state: ReviewState, rows: readonly ReviewRow[]): ReviewState {
  const fresh = new Map<string, ReviewRow>();
  for (const row of rows) if (!state.rows.has(row.id) && !fresh.has(row.id)) fresh.set(row.id, row);
  if (fresh.size === 0) return state;
  if (fresh.size > 16 + state.rows.size * refoldShare)
    return fold([...state.rows.values(), ...fresh.values()]);
  const sorted = [...fresh.values()].sort(compareRows);
  let extended: ReviewState | null = state;
  for (const row of sorted) {
    extended = withRow(extended, row);
    if (extended === null) return fold([...state.rows.values(), ...sorted]);
  }
  return { ...extended, newest: withRows(state.newest, sorted) };
}

/** `state` with one row that is not in it, `newest` left as it was; null where only a fold of all will do. */
function withRow(state: ReviewState, row: ReviewRow): ReviewState | null {
  const quiz = quizOf(row);
  const known = {
    ...state,
    rows: state.rows.with(row.id, row),
    quizzes:
      quiz === null
        ? state.quizzes
        : state.quizzes.with(quiz.id, insertRow(state.quizzes.get(quiz.id) ?? [], quiz.row)),
  };
  switch (row.kind) {
    case 'settings': {
      if (state.newest !== null && compareRows(row, state.newest.row) < 0) return null;
      const settingsRows = [...state.settingsRows, row];
      return { ...known, settingsRows, settings: timelineOf(settingsRows, state.undos) };
    }
    case 'undo':
      return withUndo(known, row);
    case 'lab': {
      const rows = insertRow(known.labs.get(row.lab)?.rows ?? [], row);
      return { ...known, labs: known.labs.with(row.lab, foldLab(rows, known.undos)) };
    }
    case 'quiz':
    case 'given':
    case 'quiz-end':
      return known;
    case 'game':
      return { ...known, games: insertRow(known.games, row) };
    default:
      // A row of a newer version of the page may be of no kind that is known here.
      return isAboutPrompt(row) ? withPromptRow(known, row) : known;
  }
}

function withPromptRow(state: ReviewState, row: PromptRow): ReviewState {
  const log = state.prompts.get(row.card);
  const last = log?.rows.at(-1);
  const follows = last === undefined || compareRows(last, row) < 0;
  const changed =
    log !== undefined && follows && state.undos.get(row.id) === undefined
      ? appendRow(log, row, state.settings)
      : foldPrompt(row.card, insertRow(log?.rows ?? [], row), state.settings, state.undos);
  return { ...state, prompts: state.prompts.with(row.card, changed) };
}

function withUndo(state: ReviewState, undo: UndoRow): ReviewState | null {
  const undos = state.undos.with(undo.undoes, insertRow(state.undos.get(undo.undoes) ?? [], undo));
  const root = rootOf(undo, (id) => state.rows.get(id));
  if (root === null) return { ...state, undos };
  if (root.kind === 'settings') return null;
  if (root.kind === 'lab') {
    const { rows } = state.labs.get(root.lab) ?? { rows: [root] };
    return { ...state, undos, labs: state.labs.with(root.lab, foldLab(rows, undos)) };
  }
  if (!isAboutPrompt(root)) return { ...state, undos };
  const rows = state.prompts.get(root.card)?.rows ?? [];
  return {
    ...state,
    undos,
    prompts: state.prompts.with(root.card, foldPrompt(root.card, rows, state.settings, undos)),
  };
}

function timelineOf(rows: readonly SettingsRow[], undos: UndoIndex): SettingsTimeline {
  return new SettingsTimeline(rows.filter((row) => !isTakenBack(row, undos)));
}

function addTo<R>(groups: Map<string, R[]>, key: string, row: R): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [row]);
  else group.push(row);
}
