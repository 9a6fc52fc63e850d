import { appendEntry, foldPrompt } from '#lib/review/fold-prompt.ts';
import { foldLab, type LabRecord, type LabEntry } from '#lib/review/lab-progress.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import {
  compareEntries,
  type GameEntry,
  insertEntry,
  isAboutPrompt,
  type LogTail,
  type PromptEntry,
  quizOf,
  type QuizEntry,
  withEntries,
} from '#lib/review/log-entry.ts';
import { PersistentMap } from '#lib/review/persistent-map.ts';
import { type SettingsEntry, SettingsTimeline } from '#lib/review/settings.ts';
import type { PromptLog, ReviewState, UndoIndex, UndoEntry } from '#lib/review/state.ts';
import { isUndone, rootOf } from '#lib/review/undo.ts';

/** Above this share of the log, a fold of all is faster than many small steps. */
const refoldShare = 1 / 16;

/**
 * What a log amounts to. Entries may come in any order and more than once: they are sorted by (at, id), and an entry is known by
 * its id. Prompts do not influence one another, so each is folded from its own entries and the settings in force at them.
 *
 * @example
 * const state = fold(entries);
 * promptState(state, 'sockets/bind')?.memory?.due // epoch ms, or undefined before the first answer
 */
export function fold(entries: readonly LogEntry[]): ReviewState {
  const byId = new Map<string, LogEntry>();
  const byPrompt = new Map<string, PromptEntry[]>();
  const byLab = new Map<string, LabEntry[]>();
  const byQuiz = new Map<string, QuizEntry[]>();
  const games: GameEntry[] = [];
  const undos = new Map<string, UndoEntry[]>();
  const settingsEntries: SettingsEntry[] = [];
  let newest: LogTail | null = null;
  for (const entry of entries.toSorted(compareEntries)) {
    if (byId.has(entry.id)) continue;
    byId.set(entry.id, entry);
    newest = { entry, before: newest };
    const quiz = quizOf(entry);
    if (quiz !== null) addTo(byQuiz, quiz.id, quiz.entry);
    if (entry.kind === 'settings') settingsEntries.push(entry);
    else if (entry.kind === 'undo') addTo(undos, entry.undoes, entry);
    else if (entry.kind === 'lab') addTo(byLab, entry.lab, entry);
    else if (entry.kind === 'game') games.push(entry);
    else if (isAboutPrompt(entry)) addTo(byPrompt, entry.card, entry);
  }
  const settings = timelineOf(settingsEntries, undos);
  const prompts: [string, PromptLog][] = [];
  for (const [key, promptEntries] of byPrompt)
    prompts.push([key, foldPrompt(key, promptEntries, settings, undos)]);
  const labs: [string, LabRecord][] = [];
  for (const [lab, labEntries] of byLab) labs.push([lab, foldLab(labEntries, undos)]);
  return {
    prompts: PersistentMap.from(prompts),
    labs: PersistentMap.from(labs),
    quizzes: PersistentMap.from(byQuiz),
    games,
    settings,
    settingsEntries,
    entries: PersistentMap.from(byId),
    undos: PersistentMap.from(undos),
    newest,
  };
}

/**
 * `fold` of everything that `state` holds and `entries`. One newer entry costs microseconds, an older one a fold of its prompt;
 * a settings entry from the past, and many entries at once, a fold of all. `state` stays valid; it is what comes back when no
 * entry is new.
 */
export function extend(state: ReviewState, entries: readonly LogEntry[]): ReviewState {
  const fresh = new Map<string, LogEntry>();
  for (const entry of entries)
    if (!state.entries.has(entry.id) && !fresh.has(entry.id)) fresh.set(entry.id, entry);
  if (fresh.size === 0) return state;
  if (fresh.size > 16 + state.entries.size * refoldShare)
    return fold([...state.entries.values(), ...fresh.values()]);
  const sorted = [...fresh.values()].sort(compareEntries);
  let extended: ReviewState | null = state;
  for (const entry of sorted) {
    extended = withEntry(extended, entry);
    if (extended === null) return fold([...state.entries.values(), ...sorted]);
  }
  return { ...extended, newest: withEntries(state.newest, sorted) };
}

/** `state` with one entry that is not in it, `newest` left as it was; null where only a fold of all will do. */
function withEntry(state: ReviewState, entry: LogEntry): ReviewState | null {
  const quiz = quizOf(entry);
  const known = {
    ...state,
    entries: state.entries.with(entry.id, entry),
    quizzes:
      quiz === null
        ? state.quizzes
        : state.quizzes.with(quiz.id, insertEntry(state.quizzes.get(quiz.id) ?? [], quiz.entry)),
  };
  switch (entry.kind) {
    case 'settings': {
      if (state.newest !== null && compareEntries(entry, state.newest.entry) < 0) return null;
      // One that was written in its knowledge came first: then it is in force from that one's time on.
      if (state.settingsEntries.some(({ after }) => after === entry.id)) return null;
      const settingsEntries = [...state.settingsEntries, entry];
      return { ...known, settingsEntries, settings: timelineOf(settingsEntries, state.undos) };
    }
    case 'undo':
      return withUndo(known, entry);
    case 'lab': {
      const entries = insertEntry(known.labs.get(entry.lab)?.entries ?? [], entry);
      return { ...known, labs: known.labs.with(entry.lab, foldLab(entries, known.undos)) };
    }
    case 'quiz':
    case 'response':
    case 'quiz-end':
      return known;
    case 'game':
      return { ...known, games: insertEntry(known.games, entry) };
    default:
      // An entry of a newer version of the page may be of no kind that is known here.
      return isAboutPrompt(entry) ? withPromptEntry(known, entry) : known;
  }
}

function withPromptEntry(state: ReviewState, entry: PromptEntry): ReviewState {
  const log = state.prompts.get(entry.card);
  const last = log?.entries.at(-1);
  const follows = last === undefined || compareEntries(last, entry) < 0;
  const changed =
    log !== undefined && follows && state.undos.get(entry.id) === undefined
      ? appendEntry(log, entry, state.settings)
      : foldPrompt(entry.card, insertEntry(log?.entries ?? [], entry), state.settings, state.undos);
  return { ...state, prompts: state.prompts.with(entry.card, changed) };
}

function withUndo(state: ReviewState, undo: UndoEntry): ReviewState | null {
  const undos = state.undos.with(undo.undoes, insertEntry(state.undos.get(undo.undoes) ?? [], undo));
  const root = rootOf(undo, (id) => state.entries.get(id));
  if (root === null) return { ...state, undos };
  if (root.kind === 'settings') return null;
  if (root.kind === 'lab') {
    const { entries } = state.labs.get(root.lab) ?? { entries: [root] };
    return { ...state, undos, labs: state.labs.with(root.lab, foldLab(entries, undos)) };
  }
  if (!isAboutPrompt(root)) return { ...state, undos };
  const entries = state.prompts.get(root.card)?.entries ?? [];
  return {
    ...state,
    undos,
    prompts: state.prompts.with(root.card, foldPrompt(root.card, entries, state.settings, undos)),
  };
}

function timelineOf(entries: readonly SettingsEntry[], undos: UndoIndex): SettingsTimeline {
  return new SettingsTimeline(entries.filter((entry) => !isUndone(entry, undos)));
}

function addTo<R>(groups: Map<string, R[]>, key: string, entry: R): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [entry]);
  else group.push(entry);
}
