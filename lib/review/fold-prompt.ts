import { deckOf } from '#lib/cards/prompt.ts';
import { makesLeech } from '#lib/review/schedule.ts';
import type { PromptEntry } from '#lib/review/log-entry.ts';
import { fuzzSeed, type Memory, next, retrievability } from '#lib/review/schedule.ts';
import type { Settings, SettingsTimeline } from '#lib/review/settings.ts';
import { type Answer, type PromptLog, type PromptState, type UndoIndex } from '#lib/review/state.ts';
import { isUndone } from '#lib/review/undo.ts';

type AnswerEntry = Extract<PromptEntry, { kind: 'review' | 'practice' }>;
type LogEntry = Extract<PromptEntry, { kind: 'review' }>;

/** A prompt's state from all its entries (sorted by (at, id)) that were not undone. */
export function foldPrompt(
  key: string,
  entries: readonly PromptEntry[],
  settings: SettingsTimeline,
  undos: UndoIndex,
): PromptLog {
  const deck = deckOf(key);
  const answers: Answer[] = [];
  let state = untouched(key, deck);
  for (const entry of entries) {
    if (isUndone(entry, undos)) continue;
    const { state: after, answer } = advance(state, entry, settings.at(deck, entry));
    state = after;
    if (answer !== null) answers.push(answer);
  }
  return { entries, state: { ...state, answers } };
}

/** `log` with an entry that comes after all of its entries and was not undone. */
export function appendEntry(log: PromptLog, entry: PromptEntry, settings: SettingsTimeline): PromptLog {
  const { state, answer } = advance(log.state, entry, settings.at(log.state.deck, entry));
  return {
    entries: [...log.entries, entry],
    state: answer === null ? state : { ...state, answers: [...state.answers, answer] },
  };
}

/** The memory that an answer to revision `rev` meets: none, where the prompt is a different fact now. */
export function memoryFor(prompt: PromptState, rev: number): Memory | null {
  return rev === prompt.rev ? prompt.memory : null;
}

function untouched(key: string, deck: string): PromptState {
  return {
    key,
    deck,
    memory: null,
    rev: 0,
    suspended: false,
    buriedUntil: 0,
    introducedAt: null,
    answers: [],
    totalReps: 0,
    totalLapses: 0,
  };
}

/** The state after an entry, and the answer that the caller adds to it. */
function advance(
  state: PromptState,
  entry: PromptEntry,
  settings: Settings,
): { state: PromptState; answer: Answer | null } {
  switch (entry.kind) {
    case 'review':
      return reviewed(state, entry, settings);
    case 'practice':
      return { state, answer: uncounted(state, entry) };
    case 'bury':
      return { state: { ...state, buriedUntil: entry.until }, answer: null };
    case 'suspend':
      return { state: { ...state, suspended: true }, answer: null };
    case 'resume':
      return { state: { ...state, suspended: false, buriedUntil: 0 }, answer: null };
    case 'reset':
      return { state: { ...state, memory: null, rev: 0, introducedAt: null }, answer: null };
    default:
      // An entry of a newer version of the page, or of none.
      entry satisfies never;
      return { state, answer: null };
  }
}

function reviewed(
  state: PromptState,
  entry: LogEntry,
  settings: Settings,
): { state: PromptState; answer: Answer } {
  const before = memoryFor(state, entry.rev);
  const memory = next(before, entry.rating, entry.at, settings, fuzzSeed(state.key, state.totalReps));
  const lapsed = memory.lapses > (before?.lapses ?? 0);
  return {
    state: {
      ...state,
      memory,
      rev: entry.rev,
      introducedAt: state.introducedAt ?? entry.at,
      totalReps: state.totalReps + 1,
      totalLapses: state.totalLapses + (lapsed ? 1 : 0),
    },
    answer: answerOf(entry, before, true, lapsed && makesLeech(memory.lapses)),
  };
}

function uncounted(state: PromptState, entry: AnswerEntry): Answer {
  return answerOf(entry, entry.rev === state.rev ? state.memory : null, false, false);
}

function answerOf(entry: AnswerEntry, before: Memory | null, counted: boolean, madeLeech: boolean): Answer {
  return {
    id: entry.id,
    card: entry.card,
    at: entry.at,
    rating: entry.rating,
    durationMs: entry.durationMs,
    verdict: entry.verdict ?? null,
    counted,
    before: before?.state ?? 'new',
    retrievability: before === null ? null : retrievability(before, entry.at),
    madeLeech,
  };
}
