import type { TimedEvent } from '#lib/lab/protocol/messages.ts';

/** An event as it goes over the wire. */
export interface LoggedEvent {
  readonly seq: number;
  readonly frame: string;
  readonly bytes: number;
}

/** The events of a session that its browser has not acknowledged, numbered without a gap. */
export class EventLog {
  #kept: LoggedEvent[] = [];
  #lastSeq = 0;
  #acknowledgedSeq = 0;
  #unacknowledgedBytes = 0;

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get acknowledgedSeq(): number {
    return this.#acknowledgedSeq;
  }

  get unacknowledgedBytes(): number {
    return this.#unacknowledgedBytes;
  }

  append(event: TimedEvent): LoggedEvent {
    this.#lastSeq += 1;
    // Written into the text: a copy of the event would cost more than all else here. Every event has a `type`, so there
    // is a key before the comma, whichever it is.
    const text = JSON.stringify(event);
    const end = `,"seq":${this.#lastSeq}}`;
    // The frame itself is not looked at: so it is put together once, with others, when it is written.
    const bytes = Buffer.byteLength(text) - 1 + end.length;
    const logged = { seq: this.#lastSeq, frame: text.slice(0, -1) + end, bytes };
    this.#kept.push(logged);
    this.#unacknowledgedBytes += logged.bytes;
    return logged;
  }

  /** Drops everything up to `seq`, which the page has; it resumes after `seq` or a later event. */
  acknowledge(seq: number): void {
    if (seq <= this.#acknowledgedSeq || seq > this.#lastSeq) return;
    const dropped = this.#kept.splice(0, seq - this.#acknowledgedSeq);
    for (const { bytes } of dropped) this.#unacknowledgedBytes -= bytes;
    this.#acknowledgedSeq = seq;
  }

  /** What followed `seq`; `null` when part of it was dropped, or when there is no such event yet. */
  after(seq: number): readonly LoggedEvent[] | null {
    if (seq < this.#acknowledgedSeq || seq > this.#lastSeq) return null;
    return this.#kept.slice(seq - this.#acknowledgedSeq);
  }
}
