import { beginCall, bindResult } from '#lib/lab/order/begin-call.ts';
import { boundedPort } from '#lib/lab/order/bounded-port.ts';
import { endProgram, isDone, OrderProcess } from '#lib/lab/order/order-process.ts';
import { type OrderCall, orderProgram, type OrderScript } from '#lib/lab/order/order-script.ts';
import type { CallError } from '#lib/lab/protocol.ts';
import type { PythonValue } from '#lib/lab/python-value.ts';
import type { Refused } from '#lib/lab/script/describe-refusal.ts';
import { type CallInProgress, LiveSession } from '#lib/lab/script/live-session.ts';
import type { ScriptPort } from '#lib/lab/script/port.ts';

/** What came of one step of an order. */
export type OrderOutcome =
  | { readonly kind: 'returned'; readonly value: PythonValue }
  /**
   * `call`: the call raised it. `python`: Python itself, at a name that has no value yet, at a method that the value
   * does not have, or at names that the result does not fit.
   */
  | { readonly kind: 'raised'; readonly error: CallError; readonly by: 'call' | 'python' }
  /** For ever: every program waits. */
  | { readonly kind: 'waits'; readonly waitsFor: string }
  /** The program had ended before, or waits for ever. */
  | { readonly kind: 'unreached' }
  | { readonly kind: 'refused'; readonly refused: Refused }
  /** Nothing can be said of it; `reason` is a sentence. */
  | { readonly kind: 'lost'; readonly reason: string };

export interface OrderReport {
  /** Place in `placed`. */
  readonly at: number;
  readonly outcome: OrderOutcome;
}

export interface OrderLimits {
  /** All of it takes no longer. */
  readonly limitMs: number;
  /** For so long all programs have to wait before it is believed that they wait for ever. */
  readonly settleMs: number;
  /** For so long the programs beside have to be silent before the next step. */
  readonly quietMs: number;
}

const defaultOrderLimits: OrderLimits = { limitMs: 5000, settleMs: 300, quietMs: 40 };

/** A wait that may end by itself, so that the other programs do not tell whether it is for ever. */
const timed: readonly string[] = ['settimeout', 'poll'];

function hasTimeouts({ calls, beside }: OrderScript): boolean {
  const all = [...calls, ...beside.flatMap((program) => program.calls)];
  return all.some(({ step }) => timed.includes(step.call.name));
}

/**
 * Runs the steps of an order as a program that makes them in this order, in a network in which nothing was done yet. The
 * programs beside it begin before, each when those before it wait or have ended, and go on by themselves; the next step is
 * made when they are silent, so that the same order gives the same again. A step that fails ends the program, as an
 * exception that nobody catches does. Whatever happens, all programs end afterwards.
 *
 * @param placed positions in `script.calls`; each is told once, in this order, unless the signal is aborted
 */
export async function* runOrder(
  script: OrderScript,
  placed: readonly number[],
  port: ScriptPort,
  signal: AbortSignal,
  limits: OrderLimits = defaultOrderLimits,
): AsyncGenerator<OrderReport, void, undefined> {
  const over = new AbortController();
  const stop = () => over.abort();
  if (signal.aborted) return;
  signal.addEventListener('abort', stop);
  const finished = new AbortController();
  void port.wait(limits.limitMs, finished.signal).then(stop);
  const session = new LiveSession(boundedPort(port, over.signal), limits);
  const processes: OrderProcess[] = [];
  const isOver = () => over.signal.aborted || session.closed !== null;

  /** Lets all go on until the call is done, or all have been waiting for `restMs`. */
  async function goOn(call: CallInProgress | null, restMs: number): Promise<void> {
    const isCallDone = () => call !== null && isDone(call);
    const areResting = () =>
      (call === null || call.waitsFor !== null) && processes.every(({ isResting }) => isResting);
    for (;;) {
      for (const process of processes) process.goOn();
      if (isCallDone() || isOver()) return;
      const wereResting = areResting();
      const hasMoved = await session.until(
        () => isCallDone() || processes.some(({ canGoOn }) => canGoOn) || (!wereResting && areResting()),
        wereResting ? restMs : limits.limitMs,
      );
      if (wereResting && !hasMoved) return;
    }
  }

  async function perform(line: OrderCall | undefined): Promise<OrderOutcome> {
    if (line === undefined) return { kind: 'unreached' };
    const begun = beginCall(session, line);
    if (begun.kind === 'raised') return { ...begun, by: 'python' };
    if (begun.kind === 'impossible') return { kind: 'lost', reason: begun.reason };
    await goOn(begun.call, hasTimeouts(script) ? limits.limitMs : limits.settleMs);
    return outcomeOf(session, begun.call);
  }

  try {
    for (const program of script.beside) {
      processes.push(new OrderProcess(session, program));
      await goOn(null, limits.quietMs);
    }
    let hasEnded = false;
    for (const [at, position] of placed.entries()) {
      const outcome: OrderOutcome = hasEnded ? { kind: 'unreached' } : await perform(script.calls[position]);
      if (signal.aborted) return;
      hasEnded ||= outcome.kind !== 'returned';
      yield { at, outcome };
      if (!hasEnded && processes.length > 0) await goOn(null, limits.quietMs);
    }
  } finally {
    finished.abort();
    signal.removeEventListener('abort', stop);
    endProgram(session, orderProgram);
    for (const process of processes) process.end();
    session.close();
  }
}

function outcomeOf(session: LiveSession, call: CallInProgress): OrderOutcome {
  const { result, refused, waitsFor, step } = call;
  if (refused !== null) return { kind: 'refused', refused };
  if (result !== null && !result.ok) return { kind: 'raised', error: result.error, by: 'call' };
  if (result !== null) {
    const error = bindResult(session, step, result.value);
    return error === null
      ? { kind: 'returned', value: result.value }
      : { kind: 'raised', error, by: 'python' };
  }
  if (session.closed !== null) return { kind: 'lost', reason: session.closed };
  return waitsFor === null
    ? { kind: 'lost', reason: 'The lab did not answer in time.' }
    : { kind: 'waits', waitsFor };
}
