import { afterAll } from 'vitest';
import type {
  CallName,
  CallResult,
  LabCall,
  Limits,
  Loss,
  Segment,
  SocketRecord,
  TimedEvent,
} from '#lib/lab/protocol/messages.ts';
import type { ConstantName, PythonValue } from '#lib/lab/protocol/python-value.ts';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import type { LabSession } from '#server/kernel/lab-kernel.ts';
import { reasonVariable } from '#server/process/private-command.mjs';

export const testLimits: Limits = {
  programs: 16,
  threads: 16,
  sockets: 128,
  callsPerSecond: 1_000_000,
  recvBytes: 65_536,
  sendBytes: 4 * 1024 * 1024,
  bufferedBytes: 32 * 1024 * 1024,
  unacknowledgedBytes: 1_000_000,
  idleMs: 600_000,
  resumeMs: 60_000,
};

/** Long for a loaded machine, short of the test's own limit. */
const patienceMs = 15_000;

export const kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
afterAll(() => kernel.close());

export const tuple = (...items: (string | number | null)[]): { tuple: (string | number | null)[] } => ({
  tuple: items,
});
export const bytes = (text: string | Buffer, times?: number): PythonValue => ({
  bytes: Buffer.from(text).toString('base64'),
  ...(times === undefined ? {} : { times }),
});
export const constant = (name: ConstantName): { constant: ConstantName } => ({ constant: name });
export const at = (port: number, address = '127.0.0.1'): PythonValue => tuple(address, port);

type EventOf<Type extends TimedEvent['type']> = Extract<TimedEvent, { type: Type }>;

/** A session of its own, and what happened in it. */
export class TestLab {
  readonly session: LabSession;
  readonly events: TimedEvent[] = [];
  /** Of every socket, what was said of it last. */
  readonly sockets = new Map<string, SocketRecord>();
  #lastId = 0;
  readonly #waiting = new Set<() => void>();

  /** What bugs threw that were injected. */
  readonly failures: unknown[] = [];

  /** `bug`: an event of which the session's owner throws. */
  constructor({
    asRoot = false,
    limits = {},
    bug,
  }: { asRoot?: boolean; limits?: Partial<Limits>; bug?: (event: TimedEvent) => boolean } = {}) {
    const opened = kernel.openSession({
      asRoot,
      limits: { ...testLimits, ...limits },
      emit: (event) => {
        if (bug?.(event) === true) throw new Error(`a bug at ${event.type}`);
        this.events.push(event);
        if (event.type === 'sockets') {
          for (const record of event.changed) this.sockets.set(record.id, record);
          for (const id of event.gone) this.sockets.delete(id);
        }
        for (const look of [...this.#waiting]) look();
      },
      fail: (error) => {
        if (bug === undefined) throw error;
        this.failures.push(error);
        this.session.close();
        for (const look of [...this.#waiting]) look();
      },
    });
    if (!opened.ok) throw new Error(opened.error.message);
    this.session = opened.value;
  }

  /** Makes a call in `server`, or in its second thread, `server/2`; returns the call's id. */
  start(who: string, name: CallName, fd: number | null, ...args: PythonValue[]): number {
    const [program = '', thread] = who.split('/');
    const call = (fd === null ? { name, args } : { name, fd, args }) as LabCall;
    const id = ++this.#lastId;
    this.session.handle({
      type: 'call',
      id,
      program,
      ...(thread === undefined ? {} : { thread: Number(thread) }),
      call,
    });
    return id;
  }

  /** What the call gave, or the code of its refusal. */
  async result(id: number): Promise<CallResult | string> {
    const end = await this.until(
      () =>
        this.of('returned').find((event) => event.id === id) ??
        this.of('refused').find((event) => event.id === id),
    );
    return end.type === 'returned' ? end.result : end.code;
  }

  /** The value that a call gave; fails when it gave none. */
  async value(id: number): Promise<PythonValue> {
    const result = await this.result(id);
    if (typeof result === 'string') throw new Error(`The call was refused: ${result}.`);
    if (!result.ok) throw new Error(`${result.error.exception}: ${result.error.message}`);
    return result.value;
  }

  /** `value` of a call made now. */
  call(...call: Parameters<TestLab['start']>): Promise<PythonValue> {
    return this.value(this.start(...call));
  }

  /** The descriptor of a socket made now. */
  async socket(who: string, ...args: PythonValue[]): Promise<number> {
    return socketOf(await this.call(who, 'socket', null, ...args));
  }

  /** The name and text of the exception that a call made now raises; else what it gave. */
  async raised(...call: Parameters<TestLab['start']>): Promise<string> {
    const result = await this.result(this.start(...call));
    if (typeof result === 'string') return result;
    return result.ok ? JSON.stringify(result.value) : `${result.error.exception}: ${result.error.message}`;
  }

  drop(program: string, fd: number, direction: 'in' | 'out', loss: Loss): number {
    const id = ++this.#lastId;
    this.session.handle({ type: 'drop', id, program, fd, direction, loss });
    return id;
  }

  interrupt(program: string, thread = 1): number {
    const id = ++this.#lastId;
    this.session.handle({ type: 'interrupt', id, program, thread });
    return id;
  }

  exit(program: string): number {
    const id = ++this.#lastId;
    this.session.handle({ type: 'exit', id, program });
    return id;
  }

  reset(): number {
    const id = ++this.#lastId;
    this.session.handle({ type: 'reset', id });
    return id;
  }

  of<Type extends TimedEvent['type']>(type: Type): EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  get segments(): Segment[] {
    return this.of('segment').map(({ segment }) => segment);
  }

  /** Looks again after every event until something is found. */
  until<Found>(find: () => Found | undefined | false): Promise<Found> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.#waiting.delete(look);
        clearTimeout(timer);
      };
      const look = (): void => {
        const found = find();
        if (found === undefined || found === false) return;
        end();
        resolve(found);
      };
      const timer = setTimeout(() => {
        end();
        const last = this.events
          .slice(-12)
          .map((event) => JSON.stringify(event))
          .join('\n');
        reject(new Error(`It did not happen: ${find.toString()}\n${last}`));
      }, patienceMs);
      this.#waiting.add(look);
      look();
    });
  }

  /** Waits until a call is blocked. */
  blocked(id: number): Promise<EventOf<'blocked'>> {
    return this.until(() => this.of('blocked').find((event) => event.id === id));
  }

  /** The record of a program's descriptor, as it was last reported. */
  record(program: string, fd: number): SocketRecord | undefined {
    return [...this.sockets.values()].find((record) => record.program === program && record.fd === fd);
  }

  /** A listening server and a connected client: descriptors 3 and 4 of `server`, 3 of `client`. */
  async connection(port = 65_000): Promise<void> {
    await this.socket('server');
    await this.call('server', 'bind', 3, at(port));
    await this.call('server', 'listen', 3);
    await this.socket('client');
    await this.call('client', 'connect', 3, at(port));
    await this.call('server', 'accept', 3);
  }

  /**
   * Keeps the buffers of that connection at about 130 kB each. Left alone, the kernel lets them grow to where four
   * million bytes fit, or not, depending on its speed.
   */
  async limitBuffers(): Promise<void> {
    const [level, size] = [constant('SOL_SOCKET'), 65_536];
    await this.call('server', 'setsockopt', 4, level, constant('SO_RCVBUF'), size);
    await this.call('client', 'setsockopt', 3, level, constant('SO_SNDBUF'), size);
  }
}

function socketOf(value: PythonValue): number {
  const socket = value !== null && typeof value === 'object' && 'tuple' in value ? value.tuple[0] : value;
  if (socket === null || typeof socket !== 'object' || !('socket' in socket)) {
    throw new Error(`${JSON.stringify(value)} is no socket.`);
  }
  return socket.socket;
}

/** The bytes that a `recv` gave. */
export function received(value: PythonValue): Buffer {
  if (value === null || typeof value !== 'object' || !('bytes' in value)) throw new Error('No bytes.');
  return Buffer.from(value.bytes, 'base64');
}

type Options = ConstructorParameters<typeof TestLab>[0];

/** Opens a session for as long as `work` takes. */
export function withLab<Result>(work: (lab: TestLab) => Result, options?: Options): Result {
  const lab = new TestLab(options);
  const close = (): void => {
    lab.session.close();
  };
  let result: Result;
  try {
    result = work(lab);
  } catch (error) {
    close();
    throw error;
  }
  if (result instanceof Promise) return result.finally(close) as Result;
  close();
  return result;
}

/** Why tests of private networks cannot be run here; `null` when they can. */
export const noPrivateNetwork: string | null = withLab(({ session }) => session.network.reason);
