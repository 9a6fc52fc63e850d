export interface ShareLimits {
  readonly all: number;
  /** Of one group: an address, or a network of IPv6. */
  readonly each: number;
}

/** What can be held at a time, by everybody together and by each group. */
export class Shares {
  readonly #limits: ShareLimits;
  readonly #held = new Map<string, number>();
  #all = 0;

  constructor(limits: ShareLimits) {
    this.#limits = limits;
  }

  get all(): number {
    return this.#all;
  }

  /** Gives what returns the share, to be called once; or `null` when there is none left. No group counts for everybody alone. */
  take(group: string | null): (() => void) | null {
    const held = group === null ? 0 : (this.#held.get(group) ?? 0);
    if (this.#all >= this.#limits.all || held >= this.#limits.each) return null;
    this.#all += 1;
    if (group !== null) this.#held.set(group, held + 1);
    return () => this.#giveBack(group);
  }

  #giveBack(group: string | null): void {
    this.#all -= 1;
    if (group === null) return;
    const left = (this.#held.get(group) ?? 1) - 1;
    if (left === 0) this.#held.delete(group);
    else this.#held.set(group, left);
  }
}

const minuteMs = 60_000;

/** How often something may happen within a minute, for everybody together and for each group. */
export class PerMinute {
  readonly #limits: ShareLimits;
  readonly #nowMs: () => number;
  readonly #counts = new Map<string, number>();
  #all = 0;
  #beganMs: number;

  constructor(limits: ShareLimits, nowMs: () => number) {
    this.#limits = limits;
    this.#nowMs = nowMs;
    this.#beganMs = nowMs();
  }

  take(group: string): boolean {
    if (this.#nowMs() - this.#beganMs >= minuteMs) {
      this.#beganMs = this.#nowMs();
      this.#counts.clear();
      this.#all = 0;
    }
    const count = this.#counts.get(group) ?? 0;
    if (this.#all >= this.#limits.all || count >= this.#limits.each) return false;
    this.#all += 1;
    this.#counts.set(group, count + 1);
    return true;
  }
}
