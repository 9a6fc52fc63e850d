import { beginCall, bindResult } from '#lib/lab/order/begin-call.ts';
import type { BesideProgram } from '#lib/lab/order/order-script.ts';
import type { CallInProgress, LiveSession } from '#lib/lab/script/live-session.ts';

export function isDone({ result, refused }: CallInProgress): boolean {
  return result !== null || refused !== null;
}

/** A program beside an order: it makes each call when the one before has returned, and ends as a process does. */
export class OrderProcess {
  readonly #session: LiveSession;
  readonly #beside: BesideProgram;
  #next = 0;
  #call: CallInProgress | null = null;
  #hasEnded = false;

  constructor(session: LiveSession, beside: BesideProgram) {
    this.#session = session;
    this.#beside = beside;
  }

  /** Whether nothing will come of it by itself: it waits, or has ended. */
  get isResting(): boolean {
    if (this.#call === null) return this.#next >= this.#beside.calls.length;
    return this.#call.waitsFor !== null && !isDone(this.#call);
  }

  /** Whether its call has returned. */
  get canGoOn(): boolean {
    return this.#call !== null && isDone(this.#call);
  }

  /** Makes as many of its calls as return at once. */
  goOn(): void {
    for (;;) {
      if (this.#call !== null) {
        if (!isDone(this.#call)) return;
        const { result, step } = this.#call;
        this.#call = null;
        if (result?.ok !== true || bindResult(this.#session, step, result.value) !== null) return this.end();
        if (this.#next >= this.#beside.calls.length) return this.end();
      }
      const line = this.#beside.calls[this.#next];
      if (line === undefined) return;
      this.#next += 1;
      const begun = beginCall(this.#session, line);
      if (begun.kind !== 'called') return this.end();
      this.#call = begun.call;
    }
  }

  /** After its last line, or an exception that nobody catches: the kernel closes what it left open. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#call = null;
    this.#next = this.#beside.calls.length;
    endProgram(this.#session, this.#beside.program);
  }
}

/** Ends a program that has made a call; the kernel closes its sockets. */
export function endProgram(session: LiveSession, program: string): void {
  if (!session.hasBegun(program) || session.closed !== null) return;
  session.ask((id) => ({ type: 'exit', id, program }));
  session.sockets.exit(program);
}
