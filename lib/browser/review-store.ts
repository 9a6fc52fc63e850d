import { v4, v7 } from 'uuid';
import { extend, fold } from '#lib/review/fold.ts';
import type { ReviewRow } from '#lib/review/row.ts';
import type { ReviewState } from '#lib/review/state.ts';
import { addRows, deviceOf, openReviewDatabase, type ReviewDatabase } from './review-database.ts';
import { type StoreFault, storeFault } from './store-fault.ts';

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A row before the store gives it its id, device and instant. */
export type ReviewDraft = DistributiveOmit<ReviewRow, 'id' | 'device' | 'at'>;

export interface StoreView {
  /** False until the log has been read once. */
  readonly ready: boolean;
  readonly state: ReviewState;
  /** Rows that the browser refused; they count in `state`, and would be gone with the tab. */
  readonly unsaved: readonly ReviewRow[];
  readonly fault: StoreFault | null;
}

const channelName = 'ackademy-reviews';

/**
 * The review log of this browser: IndexedDB holds the rows, this object their fold. Every tab has its own; a row that one
 * tab writes reaches the others over a BroadcastChannel.
 */
export class ReviewStore {
  #view: StoreView = { ready: false, state: fold([]), unsaved: [], fault: null };
  readonly #listeners = new Set<() => void>();
  readonly #channel = new BroadcastChannel(channelName);
  #database: ReviewDatabase | null = null;
  #device: string = v4();
  #lastAt = 0;
  #asked = false;
  /** Rows that another tab stored while this one was still reading the log. */
  #early: readonly ReviewRow[] = [];
  /** Writes go one after another: a row's instant is later than that of every row this tab wrote before. */
  #writing: Promise<unknown>;

  constructor() {
    this.#channel.addEventListener('message', (event: MessageEvent<ReviewRow[]>) => this.#take(event.data));
    this.#writing = this.#open();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): StoreView => this.#view;

  /**
   * Writes what the student did at `now` (epoch milliseconds) and, when it is stored, shows it in `view()`. A refusal does
   * not lose the rows: they stay in `unsaved`, and the next write tries them again.
   *
   * @param alongside runs together with the change of `view()`, so that a page renders both as one; it gets the new state
   */
  append(
    drafts: readonly ReviewDraft[],
    now: number,
    alongside: (state: ReviewState) => void = () => {},
  ): Promise<unknown> {
    return this.#queue(() => {
      const rows = drafts.map((draft) => {
        this.#lastAt = Math.max(now, this.#lastAt + 1);
        return { ...draft, id: v7({ msecs: this.#lastAt }), device: this.#device, at: this.#lastAt };
      });
      return this.#write(rows, alongside);
    });
  }

  /** Adds rows of another log. Rows that are here already change nothing. Resolves to the number of new ones. */
  import(rows: readonly ReviewRow[]): Promise<number> {
    return this.#queue(() => this.#write(rows));
  }

  /** Tries to store what was refused. */
  retry(): Promise<unknown> {
    return this.#queue(async () => {
      if (this.#database === null) await this.#open();
      return this.#write([]);
    });
  }

  /** Every row, stored or not, by id. */
  async rows(): Promise<ReviewRow[]> {
    await this.#writing;
    const stored = this.#database === null ? [] : await this.#database.getAll('rows');
    return [...stored, ...this.#view.unsaved];
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#writing.then(work);
    this.#writing = done.catch(() => undefined);
    return done;
  }

  async #open(): Promise<void> {
    try {
      this.#database = await openReviewDatabase(() => (this.#database = null));
      this.#device = await deviceOf(this.#database, v4);
      const stored = await this.#database.getAll('rows');
      this.#show({
        ready: true,
        state: fold([...stored, ...this.#early, ...this.#view.unsaved]),
        fault: null,
      });
      this.#early = [];
    } catch (error) {
      this.#database = null;
      this.#show({ ready: true, fault: storeFault(error, false) });
    }
  }

  /** Resolves to the number of rows that were new to the database; 0 when it refused. */
  async #write(
    rows: readonly ReviewRow[],
    alongside: (state: ReviewState) => void = () => {},
  ): Promise<number> {
    if (this.#database === null) await this.#open();
    const pending = [...this.#view.unsaved, ...rows];
    try {
      if (this.#database === null) throw new Error('The database could not be opened.');
      const added = await addRows(this.#database, pending);
      this.#channel.postMessage(pending);
      this.#show({ state: extend(this.#view.state, rows), unsaved: [], fault: null }, alongside);
      this.#askToPersist();
      return added;
    } catch (error) {
      const fault = this.#database === null && this.#view.fault ? this.#view.fault : storeFault(error, true);
      this.#show({ state: extend(this.#view.state, rows), unsaved: pending, fault }, alongside);
      return 0;
    }
  }

  /** Asks the browser once, when there is something to keep, not to remove it when disk space is short. */
  #askToPersist(): void {
    if (this.#asked) return;
    this.#asked = true;
    navigator.storage?.persist?.().catch(() => false);
  }

  /** Rows that another tab stored. */
  #take(rows: readonly ReviewRow[]): void {
    if (!this.#view.ready) this.#early = [...this.#early, ...rows];
    this.#show({ state: extend(this.#view.state, rows) });
  }

  #show(change: Partial<StoreView>, alongside: (state: ReviewState) => void = () => {}): void {
    this.#view = { ...this.#view, ...change };
    alongside(this.#view.state);
    for (const listener of this.#listeners) listener();
  }
}
