import type { LogEntryOf, SettingsPatch } from '#lib/review/entry-schema.ts';
import { compareEntries, type EntryPlace } from '#lib/review/log-entry.ts';

/** What a student may change; units as in `SettingsPatch`. */
export interface Settings {
  readonly newPerDay: number;
  readonly reviewsPerDay: number;
  /** The recall at which a prompt comes due, 0.7 to 0.97. */
  readonly desiredRetention: number;
  readonly learningStepsMinutes: readonly number[];
  readonly relearningStepsMinutes: readonly number[];
  readonly dayStartsAtHour: number;
  /** Cards are answered by typing, placing and matching, where their kind allows it. */
  readonly typesAnswers: boolean;
  /** `YYYY-MM-DD`; null where no exam is ahead. */
  readonly examDate: string | null;
  /** New cards beyond the daily limit on one study day (`YYYY-MM-DD`); null where none were asked for. */
  readonly moreNew: { readonly day: string; readonly cards: number } | null;
}

export const defaultSettings: Settings = {
  newPerDay: 20,
  reviewsPerDay: 200,
  desiredRetention: 0.9,
  learningStepsMinutes: [1, 10],
  relearningStepsMinutes: [10],
  dayStartsAtHour: 4,
  typesAnswers: false,
  examDate: null,
  moreNew: null,
};

export type SettingsEntry = LogEntryOf<'settings'>;

/** Settings of one deck from an entry on, until the next epoch begins. */
interface Epoch {
  readonly from: EntryPlace | null;
  readonly settings: Settings;
}

/** The settings of every deck at every instant. */
export class SettingsTimeline {
  readonly #rows: readonly Row[];
  readonly #epochs = new Map<string | null, readonly Epoch[]>();

  /** `entries` sorted by (at, id), without undone ones. */
  constructor(entries: readonly SettingsEntry[]) {
    this.#rows = asKnown(entries);
  }

  /** Id of the entry that wins over all others; `undefined` where there is none. */
  get newest(): string | undefined {
    return this.#rows.at(-1)?.entry.id;
  }

  /** The newest settings; `deck` null: those of no deck in particular. */
  latest(deck: string | null): Settings {
    return this.#of(deck).at(-1)?.settings ?? defaultSettings;
  }

  /** The settings in force when an entry was written. */
  at(deck: string, place: EntryPlace): Settings {
    const epochs = this.#of(deck);
    let low = 0;
    let high = epochs.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      const from = epochs[middle]?.from ?? null;
      if (from === null || compareEntries(from, place) < 0) low = middle;
      else high = middle - 1;
    }
    return epochs[low]?.settings ?? defaultSettings;
  }

  #of(deck: string | null): readonly Epoch[] {
    const known = this.#epochs.get(deck);
    if (known !== undefined) return known;
    const epochs = epochsOf(this.#rows, deck);
    this.#epochs.set(deck, epochs);
    return epochs;
  }
}

/** A settings entry, and the place in the log from which it is in force. */
interface Row {
  readonly entry: SettingsEntry;
  readonly from: EntryPlace;
}

/**
 * The entries in the order in which they win, the last one over all: by (at, id), but after those that their device knew
 * when it wrote them. What was known had been written by then, so it is in force no later, whatever its clock said.
 */
function asKnown(entries: readonly SettingsEntry[]): readonly Row[] {
  const known = knownBefore(entries);
  const waiting = new Map<string, SettingsEntry[]>();
  const ordered: SettingsEntry[] = [];
  const done = new Set<string>();
  for (const each of entries) {
    const before = known.get(each.id);
    if (before !== undefined && !done.has(before)) {
      waiting.set(before, [...(waiting.get(before) ?? []), each]);
      continue;
    }
    const due = [each];
    for (let next = due.pop(); next !== undefined; next = due.pop()) {
      ordered.push(next);
      done.add(next.id);
      due.push(...(waiting.get(next.id) ?? []).toReversed());
    }
  }
  const rows: Row[] = [];
  let from: EntryPlace | null = null;
  for (const entry of ordered.toReversed()) {
    from = from !== null && compareEntries(from, entry) < 0 ? from : entry;
    rows.push({ entry, from });
  }
  return rows.reverse();
}

/**
 * By the id of an entry, that of the one which its device knew, where that is here. Entries that name each other in a circle
 * were not written by this program, and know nothing.
 */
function knownBefore(entries: readonly SettingsEntry[]): ReadonlyMap<string, string> {
  const present = new Set(entries.map(({ id }) => id));
  const known = new Map(
    entries.flatMap(({ id, after }) =>
      after !== undefined && present.has(after) ? [[id, after] as const] : [],
    ),
  );
  const seen = new Set<string>();
  for (const { id } of entries) {
    const path: string[] = [];
    let at: string | undefined = id;
    for (; at !== undefined && !seen.has(at); at = known.get(at)) {
      seen.add(at);
      path.push(at);
    }
    const circle = at === undefined ? -1 : path.indexOf(at);
    if (circle !== -1) for (const member of path.slice(circle)) known.delete(member);
  }
  return known;
}

function epochsOf(rows: readonly Row[], deck: string | null): readonly Epoch[] {
  const epochs: Epoch[] = [{ from: null, settings: defaultSettings }];
  let forAll: SettingsPatch = {};
  let forDeck: SettingsPatch = {};
  for (const { entry, from } of rows) {
    if (entry.deck === null) forAll = { ...forAll, ...ofAllDecks(entry.patch) };
    else if (entry.deck === deck) forDeck = { ...forDeck, ...entry.patch };
    else continue;
    epochs.push({ from, settings: apply(apply(defaultSettings, forAll), forDeck) });
  }
  return epochs;
}

/** An exam belongs to a deck, and so do cards ahead of their day; an entry for all decks cannot set one. */
function ofAllDecks(patch: SettingsPatch): SettingsPatch {
  return { ...patch, examDate: undefined, moreNew: undefined };
}

function apply(base: Settings, patch: SettingsPatch): Settings {
  return {
    newPerDay: patch.newPerDay ?? base.newPerDay,
    reviewsPerDay: patch.reviewsPerDay ?? base.reviewsPerDay,
    desiredRetention: patch.desiredRetention ?? base.desiredRetention,
    learningStepsMinutes: patch.learningStepsMinutes ?? base.learningStepsMinutes,
    relearningStepsMinutes: patch.relearningStepsMinutes ?? base.relearningStepsMinutes,
    dayStartsAtHour: patch.dayStartsAtHour ?? base.dayStartsAtHour,
    typesAnswers: patch.typesAnswers ?? base.typesAnswers,
    examDate: patch.examDate === undefined ? base.examDate : patch.examDate,
    moreNew: patch.moreNew ?? base.moreNew,
  };
}
