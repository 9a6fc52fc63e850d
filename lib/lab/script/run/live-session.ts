import type {
  CallResult,
  LabCall,
  Network,
  Segment,
  SessionRequest,
  TimedEvent,
} from '#lib/lab/protocol/messages.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Refused } from '#lib/lab/script/run/format-expectation.ts';
import type { ScriptPort } from '#lib/lab/script/run/port.ts';
import type { CallStep, NameNode, SocketReference, ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import { lookUp } from '#lib/lab/script/syntax/variables.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { ProgramSnapshot, Snapshot } from '#lib/lab/timeline/snapshot.ts';
import { heldSockets } from '#lib/lab/protocol/encode-value.ts';
import {
  type KnownSocket,
  listenerOn,
  peerOf,
  socketById,
  socketOf,
  variableOf,
} from '#lib/lab/timeline/sockets.ts';

/** The socket that a variable means. */
export interface NamedSocket {
  readonly program: string;
  /** -1 once it is closed, as Python's socket object says. */
  readonly fd: number;
  /** The kernel's socket; `null`: the kernel has not shown it. */
  readonly id: string | null;
}

/** A call on its way, or done. */
export interface CallInProgress {
  readonly step: CallStep;
  waitsFor: string | null;
  result: CallResult | null;
  refused: Refused | null;
}

/** What became of a request other than a call. */
export interface Answer {
  isDone: boolean;
  refused: Refused | null;
}

interface Limits {
  readonly limitMs: number;
  readonly settleMs: number;
}

function keyOf({ program, thread }: ThreadNode): string {
  return `${program}/${String(thread)}`;
}

/**
 * A session as its script sees it: what was called, what came of it, and a snapshot of its programs, variables and sockets, which
 * is the same fold of events that the page of the lab shows.
 */
export class LiveSession {
  readonly limits: Limits;
  /** What came along the wire, and how much of it earlier lines of the script have claimed. */
  segments: Segment[] = [];
  claimedSegments = 0;
  network: Network;
  /** Why the session is over. */
  closed: string | null = null;
  readonly #port: ScriptPort;
  readonly #unsubscribe: () => void;
  /** Calls that have not ended, and other requests without an answer. */
  readonly #calls = new PendingRequests<CallInProgress>();
  readonly #requests = new PendingRequests<Answer>();
  readonly #lastCalls = new Map<string, CallInProgress>();
  readonly #programs = new Set<string>();
  #snapshot: Snapshot;
  #changed: () => void = () => undefined;

  constructor(port: ScriptPort, limits: Limits) {
    this.limits = limits;
    this.#port = port;
    this.network = port.network;
    this.#snapshot = { ...emptySnapshot, network: port.network };
    this.#unsubscribe = port.subscribe((event) => {
      this.#apply(event);
      this.#changed();
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  #apply(event: TimedEvent): void {
    if (this.#isOfOthers(event)) return;
    this.#snapshot = foldEvent(this.#snapshot, { ...event, seq: this.#snapshot.seq + 1 });
    const answer = this.#requests.settle(answeredId(event));
    if (answer !== undefined && event.type !== 'refused') answer.isDone = true;
    switch (event.type) {
      case 'blocked': {
        const call = this.#calls.get(event.id);
        if (call !== undefined) call.waitsFor = event.waitsFor;
        return;
      }
      case 'returned': {
        const call = this.#calls.settle(event.id);
        if (call !== undefined) call.result = event.result;
        return;
      }
      case 'refused': {
        const refused = answer ?? this.#calls.settle(event.id);
        if (refused !== undefined) refused.refused = { code: event.code, message: event.message };
        return;
      }
      case 'unreferenced':
        return;
      case 'exited':
        for (const id of event.unfinished) this.#calls.settle(id);
        return;
      case 'segment':
        this.segments.push(event.segment);
        return;
      case 'reset':
        this.network = event.network;
        return;
      case 'closed':
        this.closed = event.message;
        this.#calls.drop();
        this.#requests.drop();
        return;
      case 'opened':
      case 'entered':
      case 'sockets':
      case 'dropping':
      case 'notice':
        return;
      default:
        event satisfies never;
    }
  }

  /** Whether it belongs to a call that somebody else makes in the same session: no variable of the script's. */
  #isOfOthers(event: TimedEvent): boolean {
    switch (event.type) {
      case 'entered':
      case 'blocked':
      case 'returned':
        return this.#calls.get(event.id) === undefined;
      case 'refused':
        return (
          event.id !== null &&
          this.#calls.get(event.id) === undefined &&
          this.#requests.get(event.id) === undefined
        );
      default:
        return false;
    }
  }

  /** Waits until it is so, or the session is over. `false`: it did not come to be so in time. */
  async until(isSo: () => boolean, timeLimitMs: number): Promise<boolean> {
    const isDecided = () => isSo() || this.closed !== null;
    if (!isDecided()) {
      const decided = new AbortController();
      this.#changed = () => {
        if (isDecided()) decided.abort();
      };
      await this.#port.wait(timeLimitMs, decided.signal);
      this.#changed = () => undefined;
    }
    return isSo();
  }

  async pause(ms: number): Promise<void> {
    await this.#port.wait(ms, new AbortController().signal);
  }

  /** Makes a call for a step; the returned object shows its progress. */
  call(step: CallStep, call: LabCall): CallInProgress {
    const { program, thread } = step.who;
    const targets = step.targets.map((target) => target.name);
    const progress: CallInProgress = { step, waitsFor: null, result: null, refused: null };
    const id = this.#port.nextId();
    this.#calls.add(id, progress);
    this.#lastCalls.set(keyOf(step.who), progress);
    this.#programs.add(program);
    this.#port.send({ type: 'call', id, program, thread, call, targets });
    return progress;
  }

  /** @param requestOf makes the request that has this id */
  request(requestOf: (id: number) => SessionRequest): Answer {
    const answer: Answer = { isDone: false, refused: null };
    const id = this.#port.nextId();
    this.#requests.add(id, answer);
    this.#port.send(requestOf(id));
    return answer;
  }

  lastCall(who: ThreadNode): CallInProgress | null {
    return this.#lastCalls.get(keyOf(who)) ?? null;
  }

  hasBegun(program: string): boolean {
    return this.#programs.has(program);
  }

  /**
   * Waits until the kernel has shown the new sockets of a value: one that is closed before could not be followed any
   * further, as nothing would say which of the kernel's it was.
   */
  async untilShown(program: string, value: PythonValue): Promise<void> {
    if (!this.network.sockets.possible) return;
    const isShown = (fd: number) =>
      [...this.#snapshot.sockets.values()].some((record) => record.program === program && record.fd === fd);
    await this.until(
      () => heldSockets(value).every(({ socket }) => socket < 0 || isShown(socket)),
      this.limits.settleMs,
    );
  }

  /** The variable that holds the socket of a descriptor. */
  nameOf(program: string, fd: number): string | null {
    const known = this.#snapshot.programs.find(({ name }) => name === program);
    return fd < 0 || known === undefined ? null : variableOf(known.variables, fd);
  }

  /** After a reset: nothing of before has a name any more. */
  forgetAll(): void {
    this.#snapshot = { ...emptySnapshot, seq: this.#snapshot.seq, network: this.#snapshot.network };
    this.#lastCalls.clear();
    this.#programs.clear();
    this.segments = [];
    this.claimedSegments = 0;
  }

  /**
   * What a name holds; `undefined`: it has no value, or more than one program could be meant.
   *
   * @param from the program that names it; `null`: none
   */
  find(from: string | null, { program, name }: NameNode): PythonValue | undefined {
    const found = lookUp(
      this.#owners(({ variables }) => variables.get(name)),
      program,
      from,
    );
    return found.kind === 'found' ? found.value : undefined;
  }

  /** The socket that a name means, also one that is closed or whose program has ended; `null`: it means none. */
  socketNamed(from: string | null, { program, name }: NameNode): NamedSocket | null {
    const owners = this.#owners(
      ({ name: owner, variables, socketIds }): NamedSocket | 'other' | undefined => {
        const value = variables.get(name);
        const id = socketIds.get(name);
        if (id === undefined) return value === undefined ? undefined : 'other';
        return { program: owner, fd: socketOf(value) ?? -1, id };
      },
    );
    const found = lookUp(owners, program, from);
    return found.kind === 'found' && found.value !== 'other' ? found.value : null;
  }

  #owners<Value>(valueOf: (program: ProgramSnapshot) => Value | undefined): Map<string, Value> {
    const owners = new Map<string, Value>();
    for (const program of this.#snapshot.programs) {
      const value = valueOf(program);
      if (value !== undefined) owners.set(program.name, value);
    }
    return owners;
  }

  /** The kernel's socket that a reference means; `null`: the kernel has not shown it. */
  referred({ isPeer, variable }: SocketReference): KnownSocket | null {
    const id = this.socketNamed(null, variable)?.id ?? null;
    const own = id === null ? null : socketById(this.#snapshot, id);
    return own === null || !isPeer ? own : peerOf(this.#snapshot, own.record);
  }

  /** The program that listens on a port, for segments of a connection that nobody has accepted. */
  listenerOn(port: number): string | null {
    return listenerOn(this.#snapshot, port);
  }
}
