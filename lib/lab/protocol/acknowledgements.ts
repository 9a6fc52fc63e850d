/** An eighth of what may be unacknowledged: seldom enough to cost nothing, and long before the session has to pause. */
const shareOfLimit = 1 / 8;

/**
 * When a page acknowledges: each time that events of a share of the limit have arrived since it last did. What is not
 * acknowledged then is never as much as a paused session waits for, also where each UTF-16 unit takes three bytes.
 */
export class Acknowledgements {
  #arrived = 0;
  #dueAt = Infinity;

  /** The session has opened, or goes on; `unacknowledgedBytes`: its limit. */
  begin(unacknowledgedBytes: number): void {
    this.#dueAt = unacknowledgedBytes * shareOfLimit;
  }

  /** A frame of that length, in bytes or UTF-16 units, is in the log. Is an acknowledgement due? */
  isDueAfter(length: number): boolean {
    this.#arrived += length;
    if (this.#arrived < this.#dueAt) return false;
    this.#arrived = 0;
    return true;
  }

  /** To resume acknowledges everything that has arrived. */
  resume(): void {
    this.#arrived = 0;
  }
}
