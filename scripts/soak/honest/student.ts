import { setTimeout as sleep } from 'node:timers/promises';
import { LabConnection } from '#lib/lab-client/connection.ts';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import { PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import type { LabCall, LabEvent } from '#lib/lab/protocol/messages.ts';
import { connectPrograms, echo } from '../../bench/lab/connected-programs.ts';
import { type ClassReport, nowMs } from './messages.ts';

/** A student thinks for so long before a call. */
const thinkingMs = { least: 500, most: 3_500 };
/** A call that has no answer by then is a failure: none of them waits for another. */
const patienceMs = 30_000;

/** The session in which a call was made is gone. */
class SessionLost extends Error {}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Where students write down what they see. */
export type Notebook = Omit<ClassReport, 'lateness' | 'present'>;

/** A page with a lab in which a student makes an echo, call by call, over and over; a session that is lost is begun anew. */
export class Student {
  readonly #connection: LabConnection;
  readonly #random: () => number;
  readonly #notes: () => Notebook;
  readonly #waiting = new PendingRequests<Waiting>();
  #lastId = 0;
  /** Of the session that there is, or was. */
  #openedAtMs: number | null = null;
  /** Since when there is no connection. */
  #droppedAtMs: number | null = null;
  #code = '';
  #areConnected = false;
  #opened: () => void = () => {};

  /** @param notes the notebook to write into now */
  constructor(environment: LabEnvironment, random: () => number, notes: () => Notebook) {
    this.#random = random;
    this.#notes = notes;
    this.#connection = new LabConnection(environment);
    this.#connection.subscribe((event) => this.#take(event));
    this.#connection.subscribeState(() => this.#linkChanged());
  }

  /** Whether there is a session with programs that are connected, and a connection to it. */
  get isPresent(): boolean {
    return this.#areConnected && this.#connection.state().kind === 'open';
  }

  /** Never ends. */
  async study(): Promise<never> {
    const present = new Promise<void>((resolve) => (this.#opened = resolve));
    this.#connection.open({ asRoot: false });
    await present;
    for (;;) {
      const another = new Promise<void>((resolve) => (this.#opened = resolve));
      try {
        await this.#studyInSession();
      } catch (error) {
        if (!(error instanceof SessionLost)) {
          this.#fail(String(error));
          this.#connection.open({ asRoot: false });
        }
        await another;
      }
    }
  }

  async #studyInSession(): Promise<never> {
    const lab = { call: (program: string, call: LabCall) => this.#call(program, call) };
    await connectPrograms(lab);
    this.#areConnected = true;
    for (;;) await echo(lab);
  }

  /** After a moment of thinking. */
  async #call(program: string, call: LabCall): Promise<unknown> {
    const session = this.#openedAtMs;
    await sleep(thinkingMs.least + this.#random() * (thinkingMs.most - thinkingMs.least));
    // Without a session the request would wait for the next one, and be made there.
    if (session !== this.#openedAtMs || this.#connection.key === null) throw new SessionLost();
    const id = ++this.#lastId;
    const beganMs = nowMs();
    const answered = new Promise((resolve, reject) => this.#waiting.add(id, { resolve, reject }));
    const late = setTimeout(
      () => this.#fail(`${call.name} had no answer within ${patienceMs / 1000} s`),
      patienceMs,
    );
    const refusal = this.#connection.send({ type: 'call', id, program, thread: 1, call });
    if (refusal !== null) this.#waiting.settle(id)?.reject(new SessionLost(refusal.code));
    try {
      const value = await answered;
      this.#notes().calls.push([beganMs, nowMs() - beganMs]);
      return value;
    } finally {
      clearTimeout(late);
    }
  }

  #fail(what: string): void {
    this.#notes().failures.push({ atMs: nowMs(), what });
  }

  #take(event: LabEvent): void {
    switch (event.type) {
      case 'opened':
        return event.resumed ? this.#back() : this.#begun();
      case 'returned': {
        const waiting = this.#waiting.settle(event.id);
        if (event.result.ok) waiting?.resolve(event.result.value);
        else waiting?.reject(new Error(`a call raised ${JSON.stringify(event.result)}`));
        return;
      }
      case 'refused':
        return this.#waiting.settle(event.id)?.reject(new Error(`a call was refused: ${event.code}`));
      default:
    }
  }

  #back(): void {
    if (this.#droppedAtMs !== null) this.#notes().resumed.push(nowMs());
    this.#droppedAtMs = null;
  }

  #begun(): void {
    const now = nowMs();
    if (this.#openedAtMs !== null && this.#droppedAtMs !== null)
      this.#notes().losses.push({
        openedAtMs: this.#openedAtMs,
        droppedAtMs: this.#droppedAtMs,
        backAtMs: now,
        code: this.#connection.restart?.code ?? this.#code,
      });
    this.#openedAtMs = now;
    this.#droppedAtMs = null;
    this.#areConnected = false;
    for (const { reject } of this.#waiting.drop()) reject(new SessionLost());
    this.#opened();
  }

  #linkChanged(): void {
    const state = this.#connection.state();
    if (state.kind !== 'retrying' && state.kind !== 'ended') return;
    if (this.#openedAtMs !== null) this.#droppedAtMs ??= nowMs();
    this.#code = state.code;
    // A page would ask its student, who would press the button.
    if (state.kind === 'ended') setImmediate(() => this.#connection.open({ asRoot: false }));
  }
}
