import { extend, fold } from '#lib/review/fold.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { fromNewest } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { undoInstant } from '#lib/review/undo.ts';
import type { ReviewDatabase } from '#lib/storage/review-database.ts';
import { type StoreFault, storeFault } from '#lib/storage/store-fault.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An entry before the store gives it its id, device and instant; one with an instant of its own is about what was before. */
export type ReviewDraft = DistributiveOmit<LogEntry, 'id' | 'device' | 'at'> & { readonly at?: number };

export interface StoreView {
  /** False until the log has been read once. */
  readonly ready: boolean;
  readonly state: ReviewState;
  /** Entries that the browser refused; they count in `state`, and would be gone with the tab. */
  readonly unsaved: readonly LogEntry[];
  readonly fault: StoreFault | null;
}

export type Imported =
  { readonly stored: true; readonly added: number } | { readonly stored: false; readonly fault: StoreFault };

interface Appended {
  readonly entries: readonly LogEntry[];
  /** What other tabs had stored and this one had not heard of. */
  readonly others: readonly LogEntry[];
  /** Why `entries` were not stored; null: they were. */
  readonly fault: StoreFault | null;
}

/** What the store needs of the browser around it. */
export interface StoreDeps {
  open(onLost: () => void): Promise<ReviewDatabase>;
  /** To the other tabs, and from them. */
  readonly tabs: {
    report(entries: readonly LogEntry[]): void;
    listen(hear: (entries: readonly LogEntry[]) => void): void;
  };
  newDevice(): string;
  /** A UUIDv7 of that instant (epoch milliseconds). */
  newId(at: number): string;
  /** Asks the browser not to remove what is stored when disk space is short. */
  persist(): void;
}

/**
 * The review log of this browser: a database holds the entries, this object their fold. Every tab has its own; an entry that one
 * tab stored is announced to the others.
 */
export class ReviewStore {
  readonly #deps: StoreDeps;
  #view: StoreView = { ready: false, state: fold([]), unsaved: [], fault: null };
  readonly #listeners = new Set<() => void>();
  #database: ReviewDatabase | null = null;
  #device: string;
  #lastAt = 0;
  #asked = false;
  /** Entries that another tab stored while this one is reading the log; null while it is not. */
  #heard: LogEntry[] | null = null;
  /** One thing after another: an entry's instant is later than that of every entry this tab wrote before. */
  #work: Promise<unknown>;

  constructor(deps: StoreDeps) {
    this.#deps = deps;
    this.#device = deps.newDevice();
    deps.tabs.listen((entries) => {
      this.#heard?.push(...entries);
      this.#show({ state: extend(this.#view.state, entries) });
    });
    this.#work = this.#open();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): StoreView => this.#view;

  /** Resolves when the log has been read. */
  async whenRead(): Promise<void> {
    await this.#next(() => Promise.resolve());
  }

  /** Every entry of the log, stored or not, newest first. */
  entries(): Iterable<LogEntry> {
    return fromNewest(this.#view.state.newest);
  }

  /**
   * Writes what the student did at `now` (epoch milliseconds) and, when it is stored, shows it in `view()`. A refusal does
   * not lose the entries: they stay in `unsaved`, and the next write tries them again.
   *
   * @param alongside runs together with the change of `view()`, so that a page paints both as one; it gets the new state
   */
  async append(
    drafts: readonly ReviewDraft[],
    now: number,
    alongside: (state: ReviewState) => void = () => {},
  ): Promise<void> {
    await this.appendAfter(() => drafts, now, alongside);
  }

  /**
   * Like `append`, of what `choose` makes of the log at a moment when no tab can write: of two tabs that answer in the same
   * instant the second one is shown the answer of the first. Resolves to whether anything was written; `alongside` runs
   * only then.
   */
  appendAfter(
    choose: (state: ReviewState) => readonly ReviewDraft[],
    now: number,
    alongside: (state: ReviewState) => void = () => {},
  ): Promise<boolean> {
    return this.#next(async () => {
      const { entries, others, fault } = await this.#storeAfter((state) =>
        choose(state).map((draft) => this.#stamped(draft, now, state)),
      );
      const unsaved = fault ? [...this.#view.unsaved, ...entries] : this.#view.unsaved;
      const state = extend(this.#view.state, [...others, ...entries]);
      this.#show({ state, unsaved, fault }, entries.length > 0 ? alongside : undefined);
      if (fault) return entries.length > 0;
      if (unsaved.length > 0) await this.#storeUnsaved();
      if (!this.#asked) this.#deps.persist();
      this.#asked = true;
      return entries.length > 0;
    });
  }

  /** Adds entries of another log, all of them or none; entries that are here already change nothing. */
  import(entries: readonly LogEntry[]): Promise<Imported> {
    return this.#next(async () => {
      let added = 0;
      const fault = await this.#store(entries, (count) => (added = count));
      if (fault) return { stored: false, fault };
      this.#show({ state: extend(this.#view.state, entries) });
      return { stored: true, added };
    });
  }

  /** Tries to store what was refused. */
  retry(): Promise<void> {
    return this.#next(async () => {
      if (this.#database === null) await this.#open();
      if (this.#database !== null) await this.#storeUnsaved();
    });
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }

  #stamped(draft: ReviewDraft, now: number, state: ReviewState): LogEntry {
    const soonest = Math.max(now, this.#lastAt + 1);
    this.#lastAt = soonest;
    // An undo is later than its entry even where that has an instant ahead of this clock; entries to come need not be.
    const target = draft.kind === 'undo' ? state.entries.get(draft.undoes) : undefined;
    const at = target ? undoInstant(target, soonest) : (draft.at ?? soonest);
    const head = { id: this.#deps.newId(target ? at : soonest), device: this.#device, at };
    const { newest } = state.settings;
    return draft.kind === 'settings' && newest !== undefined
      ? { ...draft, ...head, after: newest }
      : { ...draft, ...head };
  }

  async #open(): Promise<void> {
    this.#heard = [];
    let stored: readonly LogEntry[];
    try {
      const database = await this.#deps.open(() => (this.#database = null));
      this.#device = await database.device(() => this.#device);
      stored = await database.all();
      this.#database = database;
    } catch (error) {
      this.#heard = null;
      this.#show({ ready: true, fault: storeFault(error, false) });
      return;
    }
    const state = fold([...stored, ...this.#heard, ...this.#view.unsaved]);
    this.#heard = null;
    this.#show({ ready: true, state, fault: null });
  }

  /** Stores entries and announces them to the other tabs; resolves to the fault where the browser refused. */
  async #store(
    entries: readonly LogEntry[],
    counted: (added: number) => void = () => {},
  ): Promise<StoreFault | null> {
    if (this.#database === null) await this.#open();
    if (this.#database === null) return this.#view.fault;
    try {
      counted(await this.#database.add(entries));
    } catch (error) {
      return storeFault(error, true);
    }
    this.#deps.tabs.report(entries);
    return null;
  }

  /** Stores the entries that `entriesOf` makes of the whole log, what other tabs stored included, and announces them. */
  async #storeAfter(entriesOf: (state: ReviewState) => readonly LogEntry[]): Promise<Appended> {
    if (this.#database === null) await this.#open();
    const { state, unsaved } = this.#view;
    if (this.#database === null) return { entries: entriesOf(state), others: [], fault: this.#view.fault };
    const known = { size: state.entries.size - unsaved.length, has: (id: string) => state.entries.has(id) };
    let others: readonly LogEntry[] = [];
    let entries: readonly LogEntry[] | null = null;
    try {
      await this.#database.addAfter(known, (found) => {
        others = found;
        return (entries = entriesOf(extend(state, found)));
      });
    } catch (error) {
      // Where the choice itself failed it does so again.
      return { entries: entries ?? entriesOf(extend(state, others)), others, fault: storeFault(error, true) };
    }
    const written: readonly LogEntry[] = entries ?? [];
    if (written.length > 0) this.#deps.tabs.report(written);
    return { entries: written, others, fault: null };
  }

  async #storeUnsaved(): Promise<void> {
    const entries = this.#view.unsaved;
    const fault = await this.#store(entries);
    this.#show(fault ? { fault } : { unsaved: [], fault: null });
  }

  #show(change: Partial<StoreView>, alongside: (state: ReviewState) => void = () => {}): void {
    this.#view = { ...this.#view, ...change };
    alongside(this.#view.state);
    for (const listener of this.#listeners) listener();
  }
}
