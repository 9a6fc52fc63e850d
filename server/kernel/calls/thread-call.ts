import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { CallResult } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Outcome, PreparedCall, Wait } from '#server/kernel/calls/prepared-call.ts';
import { keyboardInterrupt, Raise, Refusal, timedOut } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Poller, Watch } from '#server/kernel/system/poller.ts';
import type { Guard } from '#lib/failures/guard.ts';

/** What becomes of a call, in this order: at most one `blocked`, then one end; nothing after `abandon`. */
export interface CallListener {
  blocked(wait: Wait): void;
  /** `interruptedBy`: the request that ended it. */
  returned(result: CallResult, interruptedBy?: number): void;
  refused(code: RefusalCode): void;
  /** Runs what the outside caused (readiness, timeouts), perhaps later: the session may be paused. */
  whenActive(work: () => void): void;
}

/** Node's longest timer; what waits longer waits forever. */
const longestTimerMs = 2 ** 31 - 1;

/** A call on its way: attempted at once, and again whenever what it waits for has come. */
export class ThreadCall {
  readonly id: number;
  readonly #poller: Poller;
  readonly #guard: Guard;
  readonly #listener: CallListener;
  readonly #held: OpenSocket[] = [];
  #prepared: PreparedCall | null = null;
  #watch: Watch | null = null;
  #timer: NodeJS.Timeout | undefined;
  #retry: NodeJS.Timeout | undefined;
  #isBlocked = false;
  #isOver = false;

  constructor(id: number, poller: Poller, guard: Guard, listener: CallListener) {
    this.id = id;
    this.#poller = poller;
    this.#guard = guard;
    this.#listener = listener;
  }

  /** `prepare` checks the arguments; it may raise. */
  start(prepare: () => PreparedCall): void {
    this.#attempt(() => {
      this.#prepared = prepare();
      return this.#prepared.attempt();
    });
  }

  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /**
   * SIGINT arrives: Python's handler raises, and what the call has done so far is lost with its value. `by`: the request
   * for it.
   */
  interrupt(by: number): void {
    this.#finish(failed(keyboardInterrupt()), by);
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
    this.#wait(outcome.wait);
  }

  #wait(wait: Wait): void {
    if (!this.#isBlocked) this.#begin(wait);
    const again = this.#guard(() => {
      this.#stopWaiting();
      this.#listener.whenActive(() => {
        const prepared = this.#prepared;
        if (!this.#isOver && prepared !== null) this.#attempt(() => prepared.attempt());
      });
    });
    if (wait.retryMs !== undefined) this.#retry = setTimeout(again, wait.retryMs);
    if (wait.entries.length > 0) this.#watch = this.#poller.watch(wait.entries, again);
  }

  #begin(wait: Wait): void {
    this.#isBlocked = true;
    for (const socket of this.#prepared?.sockets ?? []) {
      socket.hold();
      this.#held.push(socket);
    }
    this.#prepared?.blocked?.();
    if (wait.timeoutMs !== null && wait.timeoutMs <= longestTimerMs) {
      const runOut = this.#guard(() => {
        this.#listener.whenActive(() => {
          this.#runOut();
        });
      });
      this.#timer = setTimeout(runOut, Math.ceil(wait.timeoutMs));
    }
    this.#listener.blocked(wait);
  }

  #runOut(): void {
    if (this.#isOver) return;
    const value = this.#prepared?.timedOut?.();
    this.#finish(value === undefined ? failed(timedOut()) : succeeded(value));
  }

  #finish(result: CallResult, interruptedBy?: number): void {
    if (this.#isOver) return;
    this.#end();
    this.#listener.returned(result, interruptedBy);
  }

  #end(): void {
    this.#isOver = true;
    this.#stopWaiting();
    clearTimeout(this.#timer);
    for (const socket of this.#held.splice(0)) socket.letGo();
  }

  #stopWaiting(): void {
    if (this.#watch !== null) this.#poller.cancel(this.#watch);
    this.#watch = null;
    clearTimeout(this.#retry);
  }
}

function succeeded(value: PythonValue): CallResult {
  return { ok: true, value };
}

function failed({ error }: Raise): CallResult {
  return { ok: false, error };
}
