import type { CallResult, Loss, Network, Segment, SessionMessage } from '#lib/lab/protocol/messages.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import type { Refused } from '#lib/lab/script/run/claims.ts';
import type { TimedEvent, ScriptPort } from '#lib/lab/script/run/port.ts';
import {
  type Held,
  holdValue,
  type KnownSocket,
  SocketFold,
  type SocketObject,
} from '#lib/lab/script/run/socket-fold.ts';
import type { CallStep, NameNode, SocketReference, ThreadNode } from '#lib/lab/script/syntax/ast.ts';
import { Variables } from '#lib/lab/script/syntax/variables.ts';

/** A call on its way, or done. */
export interface CallInProgress {
  readonly step: CallStep;
  waitsFor: string | null;
  result: CallResult | null;
  refused: Refused | null;
}

/** A message other than a call. */
export interface Answer {
  refused: Refused | null;
}

interface Limits {
  readonly limitMs: number;
  readonly settleMs: number;
}

function keyOf({ program, thread }: ThreadNode): string {
  return `${program}/${String(thread)}`;
}

/** A session as its script sees it: what was called, what happened, and what the variables hold. */
export class LiveSession {
  readonly limits: Limits;
  readonly sockets = new SocketFold();
  readonly variables = new Variables<Held>();
  /** What came along the wire, and how much of it earlier lines of the script have spoken of. */
  segments: Segment[] = [];
  spokenOf = 0;
  network: Network;
  losses: { program: string; fd: number; direction: 'in' | 'out'; loss: Loss }[] = [];
  /** Programs that ended, and resets, so far. */
  exits: string[] = [];
  resets = 0;
  /** Why the session is over. */
  closed: string | null = null;
  readonly #port: ScriptPort;
  readonly #unsubscribe: () => void;
  readonly #calls = new Map<number, CallInProgress>();
  readonly #answers = new Map<number, Answer>();
  readonly #lastCalls = new Map<string, CallInProgress>();
  readonly #programs = new Set<string>();
  #names = new Map<string, Map<string, SocketObject>>();
  #lastId = 0;
  #changed: () => void = () => undefined;

  constructor(port: ScriptPort, limits: Limits) {
    this.limits = limits;
    this.#port = port;
    this.network = port.network;
    this.#unsubscribe = port.subscribe((event) => {
      this.#apply(event);
      this.#changed();
    });
  }

  close(): void {
    this.#unsubscribe();
  }

  #apply(event: TimedEvent): void {
    switch (event.type) {
      case 'blocked': {
        const call = this.#calls.get(event.id);
        if (call !== undefined) call.waitsFor = event.waitsFor;
        return;
      }
      case 'returned': {
        const call = this.#calls.get(event.id);
        if (call !== undefined) call.result = event.result;
        return;
      }
      case 'refused': {
        if (event.id === null) return;
        const asked = this.#calls.get(event.id) ?? this.#answers.get(event.id);
        if (asked !== undefined) asked.refused = { code: event.code, message: event.message };
        return;
      }
      case 'exited':
        this.exits.push(event.program);
        return;
      case 'sockets':
        this.sockets.apply(event);
        return;
      case 'segment':
        this.segments.push(event.segment);
        return;
      case 'losing':
        this.losses.push(event);
        return;
      case 'reset':
        this.resets++;
        this.network = event.network;
        return;
      case 'closed':
        this.closed = event.message;
        return;
      case 'opened':
      case 'entered':
      case 'notice':
        return;
      default:
        event satisfies never;
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

  /** Makes the call of a step; what comes of it shows in what is given back. */
  call(step: CallStep, receiver: SocketObject | null, args: PythonValue[]): CallInProgress {
    const { program, thread } = step.who;
    const { name } = step.call;
    const targets = step.targets.length === 0 ? {} : { targets: step.targets.map((target) => target.name) };
    const fd = receiver?.fd ?? -1;
    const progress: CallInProgress = { step, waitsFor: null, result: null, refused: null };
    const id = ++this.#lastId;
    this.#calls.set(id, progress);
    this.#lastCalls.set(keyOf(step.who), progress);
    this.#programs.add(program);
    switch (name) {
      case 'socket':
      case 'gethostname':
      case 'gethostbyname':
      case 'poll':
        this.#port.send({ type: 'call', id, program, thread, call: { name, args }, ...targets });
        break;
      default:
        this.#port.send({ type: 'call', id, program, thread, call: { name, fd, args }, ...targets });
    }
    // Python's socket object forgets its descriptor whatever `close` returns.
    if (name === 'close' && receiver !== null) this.sockets.close(receiver);
    return progress;
  }

  /** @param message makes the message that has this id */
  ask(message: (id: number) => SessionMessage): Answer {
    const answer: Answer = { refused: null };
    const id = ++this.#lastId;
    this.#answers.set(id, answer);
    this.#port.send(message(id));
    return answer;
  }

  lastCall(who: ThreadNode): CallInProgress | null {
    return this.#lastCalls.get(keyOf(who)) ?? null;
  }

  hasBegun(program: string): boolean {
    return this.#programs.has(program);
  }

  hold(program: string, value: PythonValue): Held {
    return holdValue(value, (fd) => this.sockets.open(program, fd));
  }

  /**
   * Waits until the kernel has shown the new sockets of a value: one that is closed before could not be followed any
   * further, as nothing would tell which of the kernel's it was.
   */
  async untilShown(program: string, value: PythonValue): Promise<void> {
    if (!this.network.sockets.possible) return;
    const held = this.hold(program, value);
    const items = held.kind === 'tuple' || held.kind === 'list' ? held.items : [held];
    const isShown = () => items.every((item) => item.kind !== 'socket' || item.socket.id !== null);
    await this.until(isShown, this.limits.settleMs);
  }

  bind(program: string, name: string, held: Held): void {
    if (name === '_') return;
    this.variables.set(program, name, held);
    const named = this.#names.get(program) ?? new Map<string, SocketObject>();
    if (held.kind === 'socket') named.set(name, held.socket);
    else named.delete(name);
    this.#names.set(program, named);
  }

  nameOf(program: string, fd: number): string | null {
    if (fd < 0) return null;
    for (const [name, socket] of this.#names.get(program) ?? []) if (socket.fd === fd) return name;
    return null;
  }

  forgetAll(): void {
    this.variables.clear();
    this.sockets.reset();
    this.#lastCalls.clear();
    this.#programs.clear();
    this.#names = new Map();
    this.segments = [];
    this.spokenOf = 0;
  }

  /** @param from the program that names it; `null`: none */
  find(from: string | null, name: NameNode): Held | null {
    const found = this.variables.find(from, name);
    return found.kind === 'found' ? found.value : null;
  }

  /** The socket object that a name means; `null`: it holds none. */
  socketNamed(from: string | null, name: NameNode): SocketObject | null {
    const held = this.find(from, name);
    return held?.kind === 'socket' ? held.socket : null;
  }

  /** The kernel's socket that a reference means; `null`: the kernel has not shown it. */
  referred({ isPeer, variable }: SocketReference): KnownSocket | null {
    const socket = this.socketNamed(null, variable);
    if (socket === null) return null;
    return isPeer ? this.sockets.peerOf(socket) : this.sockets.of(socket);
  }
}
