import type { Failure } from '#lib/failures/result.ts';
import type { LabStore } from '#lib/lab-client/lab-store.ts';
import type { LinkState } from '#lib/lab-client/link.ts';
import type { LabCall, LabEvent, Loss } from '#lib/lab/protocol/messages.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import type { Diagram } from '#lib/lab/sequence-diagram/layout.ts';
import { createDiagramBuilder } from '#lib/lab/sequence-diagram/rows.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { createTimeline } from '#lib/lab/timeline/timeline.ts';

/** What a page of the lab shows: the log up to one of its events. */
export interface LabSnapshot {
  /** How many events there are: the live log's, or the transcript's. */
  readonly count: number;
  /** How many of them count in what is shown. */
  readonly position: number;
  /** Whether that is all of them, whatever comes. */
  readonly isLive: boolean;
  readonly snapshot: Snapshot;
  readonly diagram: Diagram;
  readonly link: LinkState;
  /** What happened to the connection, where it is worth a word. */
  readonly notice: string | null;
  /** Name of the file, when a transcript is shown instead of the live log. */
  readonly transcript: string | null;
}

/** A log with the folds of it that the page shows. */
class History {
  /** What it was taken from: another array is another log. */
  readonly source: readonly LabEvent[];
  readonly events: LabEvent[] = [];
  readonly timeline = createTimeline();
  readonly diagram = createDiagramBuilder();

  constructor(source: readonly LabEvent[]) {
    this.source = source;
  }

  append(events: readonly LabEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      this.diagram.append(event);
    }
    this.timeline.append(events);
  }
}

/** A call on its way into the log. */
interface SentCall {
  /** Its program, thread and all that it says: the same for one that is made again. */
  readonly said: string;
  readonly logged: Promise<null>;
  readonly report: () => void;
}

/** The state of one lab on a page: the log of its sessions, the position shown, and what can be done. */
export class LabModel {
  readonly store: LabStore;
  #live: History;
  #transcript: { readonly name: string; readonly history: History } | null = null;
  /** Events that count; `null`: all, also those to come. */
  #position: number | null = null;
  #snapshot: LabSnapshot | null = null;
  readonly #listeners = new Set<() => void>();
  /** Calls that were sent and are not in the log yet, by their ids. */
  readonly #sent = new PendingRequests<SentCall>();
  /** When the newest event came, on the clock of `performance.now()`. */
  #newestAtMs = 0;
  readonly #unsubscribe: () => void;

  constructor(store: LabStore) {
    this.store = store;
    this.#live = new History(store.view().events);
    this.#unsubscribe = store.subscribe(() => {
      this.#take();
    });
    this.#take();
  }

  /** The page is left. Its session waits for it where it is kept, and ends where it is not. */
  leave(): void {
    this.#unsubscribe();
    this.store.leave();
  }

  #take(): void {
    const { events, count, link } = this.store.view();
    if (events !== this.#live.source) {
      this.#live = new History(events);
      // Positions in the former log are invalid in this one.
      if (this.#transcript === null) this.#position = null;
      this.#sent.drop();
    }
    const fresh = events.slice(this.#live.events.length, count);
    if (fresh.length > 0) {
      this.#live.append(fresh);
      this.#newestAtMs = performance.now();
    }
    for (const event of fresh) {
      this.#sent.settle(answeredId(event))?.report();
      // Calls of a session that is gone never come; what is said before the first one waits for it.
      const isFirst = event === this.#live.events[0];
      if (event.type === 'reset' || (event.type === 'opened' && !event.resumed && !isFirst))
        this.#sent.drop();
    }
    if (link.kind === 'idle' || link.kind === 'ended') this.#sent.drop();
    this.#changed();
  }

  #changed(): void {
    this.#snapshot = null;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): LabSnapshot => {
    this.#snapshot ??= this.#look();
    return this.#snapshot;
  };

  #look(): LabSnapshot {
    const { link, notice } = this.store.view();
    const history = this.#transcript?.history ?? this.#live;
    const count = history.events.length;
    const position = Math.min(this.#position ?? count, count);
    return {
      count,
      position,
      isLive: this.#transcript === null && this.#position === null,
      snapshot: history.timeline.snapshot(position),
      diagram: history.diagram.diagram(position),
      link,
      notice,
      transcript: this.#transcript?.name ?? null,
    };
  }

  /** The events shown, those after the position too. */
  get events(): readonly LabEvent[] {
    return (this.#transcript?.history ?? this.#live).events;
  }

  /** The newest snapshot of the live session, whatever is shown. */
  get now(): Snapshot {
    return this.#live.timeline.snapshot(this.#live.events.length);
  }

  /** What the log shown says up to event `seq`. */
  snapshotAt(seq: number): Snapshot {
    return (this.#transcript?.history ?? this.#live).timeline.snapshot(seq);
  }

  /** µs since the log began, at this instant. */
  nowMicros(): number {
    return this.now.at + (performance.now() - this.#newestAtMs) * 1000;
  }

  /** @param position how many events count; `null`: all, also those to come */
  goTo(position: number | null): void {
    const count = this.events.length;
    const wanted =
      position === null || (this.#transcript === null && position >= count) ? null : Math.max(0, position);
    if (wanted === this.#position) return;
    this.#position = wanted;
    this.#changed();
  }

  show(name: string, events: readonly LabEvent[]): void {
    const history = new History(events);
    history.append(events);
    this.#transcript = { name, history };
    this.#position = null;
    this.#changed();
  }

  hideTranscript(): void {
    this.#transcript = null;
    this.#position = null;
    this.#changed();
  }

  /**
   * Resolves when the lab has logged or refused it, before that is shown, and never where the session ends first. Until
   * then, the same call again is that call: a key that was pressed twice, not a second wish.
   *
   * @returns why it was not sent
   */
  async call(
    program: string,
    thread: number,
    call: LabCall,
    targets: readonly string[],
  ): Promise<Failure | null> {
    this.goTo(null);
    const said = JSON.stringify([program, thread, call, targets]);
    for (const sent of this.#sent) if (sent.said === said) return sent.logged;
    const id = this.store.nextId();
    const refused = this.store.send({
      type: 'call',
      id,
      program,
      thread,
      call,
      targets: [...targets],
    });
    if (refused !== null) return refused;
    let report = () => {};
    const logged = new Promise<null>((resolve) => (report = () => resolve(null)));
    this.#sent.add(id, { said, logged, report });
    return logged;
  }

  interrupt(program: string, thread: number): void {
    this.store.send({ type: 'interrupt', id: this.store.nextId(), program, thread });
  }

  exit(program: string): void {
    this.store.send({ type: 'exit', id: this.store.nextId(), program });
  }

  drop(program: string, fd: number, direction: 'in' | 'out', loss: Loss): void {
    this.store.send({ type: 'drop', id: this.store.nextId(), program, fd, direction, loss });
  }

  reset(): void {
    this.store.send({ type: 'reset', id: this.store.nextId() });
  }
}
