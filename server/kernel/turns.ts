import { guard, type Guarded, wholeProcess } from '#lib/failures/guard.ts';

interface TurnsOptions {
  /** What a share may use of the processor in a round. A piece of work that takes longer is paid for in later rounds. */
  readonly quantumMs: number;
  /** After so much work that waited the event loop looks for what else has come: messages, readiness, timers. */
  readonly sliceMs: number;
  readonly nowMs: () => number;
  /** Calls when the event loop has looked. */
  readonly later: (work: Guarded) => void;
}

const standard: TurnsOptions = {
  quantumMs: 1,
  sliceMs: 4,
  nowMs: () => performance.now(),
  later: (work) => void setImmediate(work),
};

/**
 * Lets sessions share the processor: deficit round robin, in which work costs the time that it took.
 *
 * Work is done at once as long as its share has not used its quantum. What is left waits, and the shares that wait are
 * served in turn, a quantum each. So the work of one is never further away than the turns of the others, however much each
 * of them has to do, and where nobody else waits nothing is put off.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #waiting: Share[] = [];
  /** How many of those that wait have had no turn in this round. */
  #leftInRound = 0;
  #round = 0;
  #isScheduled = false;

  constructor(options: Partial<TurnsOptions> = {}) {
    this.#options = { ...standard, ...options };
  }

  /** Of somebody who has to take turns with everybody else. */
  share(): Share {
    const { quantumMs, nowMs } = this.#options;
    return new Share({
      quantumMs,
      nowMs,
      round: () => this.#round,
      isAnybodyWaiting: () => this.#waiting.length > 0,
      wait: (share) => {
        this.#waiting.push(share);
        this.#schedule();
      },
    });
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#options.later(this.#serve);
  }

  readonly #serve = guard(wholeProcess, () => {
    this.#isScheduled = false;
    const { nowMs, sliceMs } = this.#options;
    const endMs = nowMs() + sliceMs;
    do {
      if (this.#leftInRound === 0) {
        this.#leftInRound = this.#waiting.length;
        this.#round += 1;
      }
      const share = this.#waiting.shift();
      if (share === undefined) return;
      this.#leftInRound -= 1;
      share.takeTurn();
    } while (nowMs() < endMs);
    if (this.#waiting.length > 0) this.#schedule();
  });
}

interface ShareOptions {
  readonly quantumMs: number;
  readonly nowMs: () => number;
  /** How many rounds there were. */
  readonly round: () => number;
  readonly isAnybodyWaiting: () => boolean;
  /** Puts the share at the end of those that wait for a turn. */
  readonly wait: (share: Share) => void;
}

/** The work of one session, or of a connection that has none: done in order, in its turns. */
export class Share {
  readonly #options: ShareOptions;
  readonly #queue: Guarded[] = [];
  /** What is left of this round's quantum; below 0 a debt. */
  #leftMs: number;
  #paidRound: number;
  #endedAtMs: number;
  #state: 'idle' | 'waiting' | 'working' = 'idle';

  constructor(options: ShareOptions) {
    this.#options = options;
    this.#leftMs = options.quantumMs;
    this.#paidRound = options.round();
    this.#endedAtMs = options.nowMs();
  }

  /** Does `work` at once, or after what came before it when it is this share's turn. */
  run(work: Guarded): void {
    this.#queue.push(work);
    if (this.#state !== 'idle') return;
    this.#refill();
    if (this.#leftMs > 0) this.#work();
    else this.#wait();
  }

  /** For `Turns`: the share has waited, and a round has come. */
  takeTurn(): void {
    this.#refill();
    if (this.#leftMs > 0) this.#work();
    else this.#wait();
  }

  /** A quantum for each round; where nobody waits for rounds, the time that went by. */
  #refill(): void {
    const { quantumMs, round, isAnybodyWaiting, nowMs } = this.#options;
    const rounds = round() - this.#paidRound;
    this.#paidRound += rounds;
    const idleMs = this.#state === 'idle' && !isAnybodyWaiting() ? nowMs() - this.#endedAtMs : 0;
    this.#leftMs = Math.min(quantumMs, this.#leftMs + rounds * quantumMs + idleMs);
  }

  #work(): void {
    const { nowMs } = this.#options;
    this.#state = 'working';
    let beganMs = nowMs();
    try {
      do {
        const work = this.#queue.shift();
        if (work === undefined) break;
        work();
        const endedMs = nowMs();
        this.#leftMs -= endedMs - beganMs;
        beganMs = endedMs;
      } while (this.#leftMs > 0);
    } finally {
      this.#endedAtMs = beganMs;
      if (this.#queue.length > 0) this.#wait();
      else this.#state = 'idle';
    }
  }

  #wait(): void {
    this.#state = 'waiting';
    this.#options.wait(this);
  }
}
