import {
  type CompanionProgram,
  type OrderCall,
  orderProgram,
  type OrderScript,
} from '#lib/lab/order/order-script.ts';
import type { CallError } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Refused } from '#lib/lab/script/run/format-expectation.ts';
import { finder } from '#lib/lab/script/run/evaluate.ts';
import { type CallInProgress, LiveSession } from '#lib/lab/script/run/live-session.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import { evaluateCall } from '#lib/lab/script/syntax/evaluate.ts';
import { namesIn } from '#lib/lab/script/syntax/names-in.ts';

/** What Python says of a name that no line before has bound. */
function unboundName(name: string): CallError {
  return { exception: 'NameError', errno: null, code: null, message: `name '${name}' is not defined` };
}

/** A line that was begun: its call is on its way, or Python did not come so far. */
type Begun =
  | { readonly kind: 'called'; readonly call: CallInProgress }
  | { readonly kind: 'raised'; readonly error: CallError }
  /** A value that the lab cannot carry. */
  | { readonly kind: 'impossible'; readonly reason: string };

/** Makes the call of a line, with the values that its program's variables have now. */
function beginCall(session: LiveSession, { step }: OrderCall): Begun {
  const { program } = step.who;
  const { receiver, args } = step.call;
  const names = [...(receiver === null ? [] : namesIn(receiver)), ...args.flatMap(namesIn)];
  const unbound = names.find((node) => session.find(program, node) === undefined);
  if (unbound !== undefined) return { kind: 'raised', error: unboundName(unbound.name) };
  const evaluated = evaluateCall(step.call, finder(session, program));
  return evaluated.ok
    ? { kind: 'called', call: session.call(step, evaluated.call) }
    : { kind: 'impossible', reason: `This line cannot be run: ${evaluated.message}.` };
}

function isDone({ result, refused }: CallInProgress): boolean {
  return result !== null || refused !== null;
}

/** A companion program: it makes each call when the one before has returned, and ends as a process does. */
class OrderProcess {
  readonly #session: LiveSession;
  readonly #companions: CompanionProgram;
  #next = 0;
  #call: CallInProgress | null = null;
  #hasEnded = false;

  constructor(session: LiveSession, companions: CompanionProgram) {
    this.#session = session;
    this.#companions = companions;
  }

  /** Whether nothing will come of it by itself: it waits, or has ended. */
  get isResting(): boolean {
    if (this.#call === null) return this.#next >= this.#companions.calls.length;
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
        const { result } = this.#call;
        this.#call = null;
        if (result?.ok !== true) return this.end();
        if (this.#next >= this.#companions.calls.length) return this.end();
      }
      const line = this.#companions.calls[this.#next];
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
    this.#next = this.#companions.calls.length;
    endProgram(this.#session, this.#companions.program);
  }
}

/** Ends a program that has made a call; the kernel closes its sockets. */
function endProgram(session: LiveSession, program: string): void {
  if (!session.hasBegun(program) || session.closed !== null) return;
  session.request((id) => ({ type: 'exit', id, program }));
}

/** A port whose waits all end when the signal is aborted. */
function boundedPort(port: ScriptPort, bound: AbortSignal): ScriptPort {
  return {
    network: port.network,
    nextId: () => port.nextId(),
    send: (message) => port.send(message),
    subscribe: (listener) => port.subscribe(listener),
    async wait(ms, signal) {
      const either = new AbortController();
      const end = () => either.abort();
      if (signal.aborted || bound.aborted) end();
      signal.addEventListener('abort', end);
      bound.addEventListener('abort', end);
      await port.wait(ms, either.signal);
      signal.removeEventListener('abort', end);
      bound.removeEventListener('abort', end);
    },
  };
}

/** What came of one step of an order. */
export type OrderOutcome =
  | { readonly kind: 'returned'; readonly value: PythonValue }
  /**
   * `call`: the call raised it. `python`: Python itself, at a name that has no value yet, at a method that the value
   * does not have, or at names that the result does not fit.
   */
  | { readonly kind: 'raised'; readonly error: CallError; readonly by: 'call' | 'python' }
  /** Forever: every program waits. */
  | { readonly kind: 'waits'; readonly waitsFor: string }
  /** The program had ended before, or waits forever. */
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
  /** How long all programs must wait before they are taken to wait forever. */
  readonly settleMs: number;
  /** How long the companion programs must be quiet before the next step. */
  readonly quietMs: number;
}

const defaultOrderLimits: OrderLimits = { limitMs: 5000, settleMs: 300, quietMs: 40 };

/** A wait that may end by itself, so the other programs cannot say whether it lasts forever. */
const timed: readonly string[] = ['settimeout', 'poll'];

function hasTimeouts({ calls, companions }: OrderScript): boolean {
  const all = [...calls, ...companions.flatMap((program) => program.calls)];
  return all.some(({ step }) => timed.includes(step.call.name));
}

/**
 * Runs the steps of an order as a program that makes them in this order, in a network in which nothing was done yet. The
 * companion programs begin first, each when those before it wait or have ended, and go on by themselves; the next step is
 * made when they are silent, so that the same order gives the same again. A step that fails ends the program, as an
 * exception that nobody catches does. Whatever happens, all programs end afterwards.
 *
 * @param placed positions in `script.calls`; each is reported once, in this order, unless the signal is aborted
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
    for (const program of script.companions) {
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

/** Whether Python raises it for the line, not the call: the method is not there, or the value does not fit the names. */
function isOfLine({ exception, message }: CallError): boolean {
  return exception === 'AttributeError' || message.includes('unpack');
}

function outcomeOf(session: LiveSession, call: CallInProgress): OrderOutcome {
  const { result, refused, waitsFor } = call;
  if (refused !== null) return { kind: 'refused', refused };
  if (result !== null)
    return result.ok
      ? { kind: 'returned', value: result.value }
      : { kind: 'raised', error: result.error, by: isOfLine(result.error) ? 'python' : 'call' };
  if (session.closed !== null) return { kind: 'lost', reason: session.closed };
  return waitsFor === null
    ? { kind: 'lost', reason: 'The lab did not answer in time.' }
    : { kind: 'waits', waitsFor };
}
