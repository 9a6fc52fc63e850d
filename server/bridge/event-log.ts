import type { EventBody } from '#lib/lab/protocol/messages.ts';

/** An event as it goes over the wire. */
export interface LoggedEvent {
  readonly seq: number;
  readonly frame: string;
  readonly bytes: number;
}

/**
 * The events of a session that its browser may still lack, numbered without a gap.
 *
 * A pong proves that the browser received what was sent before the ping, but a page is handed its messages a little
 * later than its browser receives them, and resumes from what it was handed. So the log keeps, beyond what is
 * unacknowledged, the stretch that was acknowledged last.
 */
export class EventLog {
  #kept: LoggedEvent[] = [];
  #lastSeq = 0;
  #acknowledgedSeq = 0;
  #unacknowledgedBytes = 0;

  get lastSeq(): number {
    return this.#lastSeq;
  }

  get unacknowledgedBytes(): number {
    return this.#unacknowledgedBytes;
  }

  append(event: EventBody & { readonly at: number }): LoggedEvent {
    this.#lastSeq += 1;
    // The number is written into the text, behind the type, which comes first: a copy of the event would cost more than
    // all else here.
    const text = JSON.stringify(event);
    const typeEnds = `{"type":"${event.type}"`.length;
    const frame = `${text.slice(0, typeEnds)},"seq":${this.#lastSeq}${text.slice(typeEnds)}`;
    const logged = { seq: this.#lastSeq, frame, bytes: Buffer.byteLength(frame) };
    this.#kept.push(logged);
    this.#unacknowledgedBytes += logged.bytes;
    return logged;
  }

  /** Everything up to `seq` reached the browser. */
  acknowledge(seq: number): void {
    if (seq <= this.#acknowledgedSeq || seq > this.#lastSeq) return;
    const before = this.#acknowledgedSeq;
    this.#acknowledgedSeq = seq;
    const firstUnacknowledged = this.#kept.findIndex((event) => event.seq > seq);
    const end = firstUnacknowledged === -1 ? this.#kept.length : firstUnacknowledged;
    for (const event of this.#kept.slice(0, end)) {
      if (event.seq > before) this.#unacknowledgedBytes -= event.bytes;
    }
    this.#kept.splice(
      0,
      this.#kept.findIndex((event) => event.seq > before),
    );
  }

  /** What followed `seq`; `null` when part of it is gone, or when `seq` has not been yet. */
  after(seq: number): readonly LoggedEvent[] | null {
    const firstKept = this.#kept[0]?.seq ?? this.#lastSeq + 1;
    if (seq < firstKept - 1 || seq > this.#lastSeq) return null;
    return this.#kept.filter((event) => event.seq > seq);
  }
}
