import { extend, fold } from '#lib/review/fold.ts';
import { fromNewest, type ReviewRow } from '#lib/review/log-entry.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { undoMoment } from '#lib/review/undo.ts';
import type { ReviewDatabase } from '#lib/storage/review-database.ts';
import { type StoreFault, storeFault } from '#lib/storage/store-fault.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A row before the store gives it its id, device and instant; one with an instant of its own is about what was before. */
export type ReviewDraft = DistributiveOmit<ReviewRow, 'id' | 'device' | 'at'> & { readonly at?: number };

export interface StoreView {
  /** False until the log has been read once. */
  readonly ready: boolean;
  readonly state: ReviewState;
  /** Rows that the browser refused; they count in `state`, and would be gone with the tab. */
  readonly unsaved: readonly ReviewRow[];
  readonly fault: StoreFault | null;
}

export type Imported =
  { readonly stored: true; readonly added: number } | { readonly stored: false; readonly fault: StoreFault };

interface Appended {
  readonly rows: readonly ReviewRow[];
  /** What other tabs had stored and this one had not heard of. */
  readonly others: readonly ReviewRow[];
  /** Why `rows` were not stored; null: they were. */
  readonly fault: StoreFault | null;
}

/** What the store needs of the browser around it. */
export interface StoreSurroundings {
  open(onLost: () => void): Promise<ReviewDatabase>;
  /** To the other tabs, and from them. */
  readonly tabs: {
    tell(rows: readonly ReviewRow[]): void;
    listen(hear: (rows: readonly ReviewRow[]) => void): void;
  };
  newDevice(): string;
  /** A UUIDv7 of that instant (epoch milliseconds). */
  newId(at: number): string;
  /** Asks the browser not to remove what is stored when disk space is short. */
  persist(): void;
}

/**
 * The review log of this browser: a database holds the rows, this object their fold. Every tab has its own; a row that one
 * tab stored is told to the others.
 */
export class ReviewStore {
  readonly #around: StoreSurroundings;
  #view: StoreView = { ready: false, state: fold([]), unsaved: [], fault: null };
  readonly #listeners = new Set<() => void>();
  #database: ReviewDatabase | null = null;
  #device: string;
  #lastAt = 0;
  #asked = false;
  /** Rows that another tab stored while this one is reading the log; null while it is not. */
  #heard: ReviewRow[] | null = null;
  /** One thing after another: a row's instant is later than that of every row this tab wrote before. */
  #work: Promise<unknown>;

  constructor(around: StoreSurroundings) {
    this.#around = around;
    this.#device = around.newDevice();
    around.tabs.listen((rows) => {
      this.#heard?.push(...rows);
      this.#show({ state: extend(this.#view.state, rows) });
    });
    this.#work = this.#open();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): StoreView => this.#view;

  /** Every row of the log, stored or not, newest first. */
  rows(): Iterable<ReviewRow> {
    return fromNewest(this.#view.state.newest);
  }

  /**
   * Writes what the student did at `now` (epoch milliseconds) and, when it is stored, shows it in `view()`. A refusal does
   * not lose the rows: they stay in `unsaved`, and the next write tries them again.
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
      const { rows, others, fault } = await this.#storeAfter((state) =>
        choose(state).map((draft) => this.#stamped(draft, now, state)),
      );
      const unsaved = fault ? [...this.#view.unsaved, ...rows] : this.#view.unsaved;
      const state = extend(this.#view.state, [...others, ...rows]);
      this.#show({ state, unsaved, fault }, rows.length > 0 ? alongside : undefined);
      if (fault) return rows.length > 0;
      if (unsaved.length > 0) await this.#storeUnsaved();
      if (!this.#asked) this.#around.persist();
      this.#asked = true;
      return rows.length > 0;
    });
  }

  /** Adds rows of another log, all of them or none; rows that are here already change nothing. */
  import(rows: readonly ReviewRow[]): Promise<Imported> {
    return this.#next(async () => {
      let added = 0;
      const fault = await this.#store(rows, (count) => (added = count));
      if (fault) return { stored: false, fault };
      this.#show({ state: extend(this.#view.state, rows) });
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

  #stamped(draft: ReviewDraft, now: number, state: ReviewState): ReviewRow {
    const soonest = Math.max(now, this.#lastAt + 1);
    this.#lastAt = soonest;
    // An undo is later than its row even where that has an instant ahead of this clock; rows to come need not be.
    const target = draft.kind === 'undo' ? state.rows.get(draft.undoes) : undefined;
    const at = target ? undoMoment(target, soonest) : (draft.at ?? soonest);
    return { ...draft, id: this.#around.newId(target ? at : soonest), device: this.#device, at };
  }

  async #open(): Promise<void> {
    this.#heard = [];
    let stored: readonly ReviewRow[];
    try {
      const database = await this.#around.open(() => (this.#database = null));
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

  /** Stores rows and tells the other tabs; resolves to the fault where the browser refused. */
  async #store(
    rows: readonly ReviewRow[],
    counted: (added: number) => void = () => {},
  ): Promise<StoreFault | null> {
    if (this.#database === null) await this.#open();
    if (this.#database === null) return this.#view.fault;
    try {
      counted(await this.#database.add(rows));
    } catch (error) {
      return storeFault(error, true);
    }
    this.#around.tabs.tell(rows);
    return null;
  }

  /** Stores the rows that `rowsOf` makes of the whole log, what other tabs stored included, and tells the other tabs. */
  async #storeAfter(rowsOf: (state: ReviewState) => readonly ReviewRow[]): Promise<Appended> {
    if (this.#database === null) await this.#open();
    const { state, unsaved } = this.#view;
    if (this.#database === null) return { rows: rowsOf(state), others: [], fault: this.#view.fault };
    const known = { size: state.rows.size - unsaved.length, has: (id: string) => state.rows.has(id) };
    let others: readonly ReviewRow[] = [];
    let rows: readonly ReviewRow[] | null = null;
    try {
      await this.#database.addAfter(known, (found) => {
        others = found;
        return (rows = rowsOf(extend(state, found)));
      });
    } catch (error) {
      // Where the choice itself failed it does so again.
      return { rows: rows ?? rowsOf(extend(state, others)), others, fault: storeFault(error, true) };
    }
    const written: readonly ReviewRow[] = rows ?? [];
    if (written.length > 0) this.#around.tabs.tell(written);
    return { rows: written, others, fault: null };
  }

  async #storeUnsaved(): Promise<void> {
    const rows = this.#view.unsaved;
    const fault = await this.#store(rows);
    this.#show(fault ? { fault } : { unsaved: [], fault: null });
  }

  #show(change: Partial<StoreView>, alongside: (state: ReviewState) => void = () => {}): void {
    this.#view = { ...this.#view, ...change };
    alongside(this.#view.state);
    for (const listener of this.#listeners) listener();
  }
}
