import type { LabEvent, SocketRecord } from '#lib/lab/protocol/messages.ts';

export type Appended =
  | { readonly kind: 'added'; readonly event: LabEvent }
  /** It is in the log already. */
  | { readonly kind: 'double' }
  /** The log takes no more; a new one has to be begun. */
  | { readonly kind: 'full' };

interface LabLogOptions {
  /** The log takes no more than so many events. */
  readonly maxEvents?: number;
  /** µs between the last event of a session and the beginning of the next; asked when that one opens. */
  readonly gapMicros?: () => number;
}

const defaultMaxEvents = 20_000;

/**
 * The log of a page, over all sessions that it has had. Within a session `seq` and `at` count from its beginning; in the
 * log `seq` has no gap and `at` never falls from one session to the next, and every other instant moves along.
 */
export class LabLog {
  readonly #maxEvents: number;
  readonly #gapMicros: () => number;
  readonly #events: LabEvent[] = [];
  /** What is added to the numbers of the session that goes on. */
  #base = { seq: 0, at: 0 };
  #session: string | null = null;

  constructor({ maxEvents = defaultMaxEvents, gapMicros = () => 0 }: LabLogOptions = {}) {
    this.#maxEvents = maxEvents;
    this.#gapMicros = gapMicros;
  }

  get events(): readonly LabEvent[] {
    return this.#events;
  }

  get isFull(): boolean {
    return this.#events.length >= this.#maxEvents;
  }

  /** The last `seq` of the session that goes on, in its own numbers, to resume from; 0 before the first. */
  get sessionSeq(): number {
    return this.#events.length - this.#base.seq;
  }

  /**
   * Takes an event as it came. A session's first event, `opened`, begins again at 1.
   *
   * @throws where events are missing before it
   */
  append(event: LabEvent): Appended {
    const last = this.#events.at(-1);
    const begins =
      event.type === 'opened' && !event.resumed && event.seq === 1 && event.session !== this.#session;
    const base = begins
      ? { seq: this.#events.length, at: last === undefined ? 0 : last.at + Math.max(0, this.#gapMicros()) }
      : this.#base;
    if (!begins && this.#session === null) throw new Error(`The log begins with ${event.type}, not opened.`);
    const seq = base.seq + event.seq;
    if (seq <= this.#events.length) return { kind: 'double' };
    if (seq > this.#events.length + 1)
      throw new Error(
        `Event ${String(event.seq)} came after event ${String(this.#events.length - base.seq)}.`,
      );
    if (this.isFull) return { kind: 'full' };
    if (begins) {
      this.#base = base;
      this.#session = event.session;
    }
    const rebased = rebase(event, seq, Math.max(last?.at ?? 0, base.at + event.at), base.at);
    this.#events.push(rebased);
    return { kind: 'added', event: rebased };
  }
}

function rebase(event: LabEvent, seq: number, at: number, beganAt: number): LabEvent {
  if (event.type === 'segment') {
    const { segment } = event;
    return { ...event, seq, at, segment: { ...segment, sentAt: segment.sentAt + beganAt } };
  }
  if (event.type === 'sockets')
    return { ...event, seq, at, changed: event.changed.map((record) => withTimer(record, beganAt)) };
  return { ...event, seq, at };
}

function withTimer(record: SocketRecord, beganAt: number): SocketRecord {
  const { timer } = record;
  return timer === null ? record : { ...record, timer: { ...timer, endsAt: timer.endsAt + beganAt } };
}
