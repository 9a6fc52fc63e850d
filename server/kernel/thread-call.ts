import type { CallResult } from '#lib/lab/protocol.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import type { Background, Outcome, PreparedCall, Wait } from '#server/kernel/calls/attempt.ts';
import { osErrorOf, Raise, Refusal, timedOut } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/open-socket.ts';
import type { Readiness, Watch } from '#server/kernel/readiness.ts';
import type { RefusalCode } from '#lib/lab/protocol-codes.ts';

/** Where a call ends or stands. Told in this order: at most one `blocked`, then one end; none after `abandon`. */
export interface CallListener {
  blocked(wait: Wait | Background): void;
  returned(result: CallResult): void;
  refused(code: RefusalCode): void;
  /** Runs what the outside caused (readiness, time-outs), perhaps later: a session may stand still. */
  whenActive(work: () => void): void;
}

/** Node's longest timer; what waits longer waits for ever. */
const longestTimerMs = 2 ** 31 - 1;

/** A call on its way: attempted at once, and again whenever what it waits for has come. */
export class ThreadCall {
  readonly id: number;
  readonly #readiness: Readiness;
  readonly #listener: CallListener;
  readonly #held: OpenSocket[] = [];
  #prepared: PreparedCall | null = null;
  #watch: Watch | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isBlocked = false;
  #isInBackground = false;
  #isOver = false;

  constructor(id: number, readiness: Readiness, listener: CallListener) {
    this.id = id;
    this.#readiness = readiness;
    this.#listener = listener;
  }

  /** `prepare` checks the arguments; it may raise. */
  start(prepare: () => PreparedCall): void {
    this.#attempt(() => {
      this.#prepared = prepare();
      return this.#prepared.attempt();
    });
  }

  /** Can a signal end it? A call that the kernel finishes in another thread it cannot. */
  get isInterruptible(): boolean {
    return this.#isBlocked && !this.#isInBackground;
  }

  /** A signal arrives: the call gives what it has so far, or `EINTR`. */
  interrupt(): void {
    const value = this.#prepared?.interrupted?.() ?? null;
    this.#finish(value === null ? failed(osErrorOf('EINTR')) : succeeded(value));
  }

  /** The program is gone: the call never returns. */
  abandon(): void {
    this.#end();
  }

  #attempt(work: () => Outcome): void {
    try {
      this.#settle(work());
    } catch (thrown) {
      if (thrown instanceof Raise) {
        this.#finish(failed(thrown));
      } else if (thrown instanceof Refusal) {
        this.#end();
        this.#listener.refused(thrown.code);
      } else {
        this.#end();
        throw thrown;
      }
    }
  }

  #settle(outcome: Outcome): void {
    if ('value' in outcome) {
      this.#finish(succeeded(outcome.value));
      return;
    }
    if ('background' in outcome) {
      const { background } = outcome;
      this.#isInBackground = true;
      this.#tellBlocked(background);
      background.run(() => {
        this.#listener.whenActive(() => {
          this.#finish(succeeded(background.value));
        });
      });
      return;
    }
    this.#wait(outcome.wait);
  }

  #wait(wait: Wait): void {
    if (!this.#isBlocked) {
      for (const socket of this.#prepared?.sockets ?? []) {
        socket.hold();
        this.#held.push(socket);
      }
      if (wait.timeoutMs !== null && wait.timeoutMs <= longestTimerMs) {
        this.#timer = setTimeout(() => {
          this.#listener.whenActive(() => {
            this.#runOut();
          });
        }, wait.timeoutMs);
      }
    }
    this.#watch = this.#readiness.watch(wait.entries, () => {
      this.#watch = null;
      this.#listener.whenActive(() => {
        const prepared = this.#prepared;
        if (!this.#isOver && prepared !== null) this.#attempt(() => prepared.attempt());
      });
    });
    this.#tellBlocked(wait);
  }

  #tellBlocked(wait: Wait | Background): void {
    if (this.#isBlocked) return;
    this.#isBlocked = true;
    this.#listener.blocked(wait);
  }

  #runOut(): void {
    if (this.#isOver) return;
    const value = this.#prepared?.timedOut?.();
    this.#finish(value === undefined ? failed(timedOut()) : succeeded(value));
  }

  #finish(result: CallResult): void {
    if (this.#isOver) return;
    this.#end();
    this.#listener.returned(result);
  }

  #end(): void {
    this.#isOver = true;
    if (this.#watch !== null) this.#readiness.cancel(this.#watch);
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const socket of this.#held.splice(0)) socket.letGo();
  }
}

function succeeded(value: PythonValue): CallResult {
  return { ok: true, value };
}

function failed({ error }: Raise): CallResult {
  return { ok: false, error };
}
