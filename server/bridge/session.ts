import type { Logger } from 'pino';
import { type FaultCode, faults, notices, refusals } from '#lib/lab/protocol/codes.ts';
import type { CallName, Limits, EventBody, SessionMessage, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { Connection } from '#server/bridge/connection.ts';
import { EventLog, type LoggedEvent } from '#server/bridge/event-log.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import { MessageRate } from '#server/bridge/rate-limits.ts';
import { hasHash, hashOf } from '#server/bridge/token.ts';
import type { LabSession } from '#server/kernel/lab-kernel.ts';

/** Follows the calls of one session from `entered` to their end, and counts how they ended. */
function countCalls(metrics: Metrics): (event: EventBody) => void {
  const running = new Map<number, CallName>();

  function ended(id: number, outcome: 'ok' | 'error' | 'refused' | 'unfinished'): void {
    const name = running.get(id);
    running.delete(id);
    if (name !== undefined) metrics.calls.add({ name, outcome });
  }

  return (event) => {
    switch (event.type) {
      case 'entered':
        running.set(event.id, event.call.name);
        break;
      case 'returned':
        ended(event.id, event.result.ok ? 'ok' : 'error');
        break;
      case 'exited':
        for (const id of event.unfinished) ended(id, 'unfinished');
        break;
      case 'refused':
        metrics.refusals.add({ code: event.code });
        if (event.id !== null) ended(event.id, 'refused');
        break;
      case 'reset':
        for (const id of [...running.keys()]) ended(id, 'unfinished');
        break;
      default:
        break;
    }
  };
}

/** So often, within what may be unacknowledged, the browser is asked how far it has read. */
const questions = 64;

/** What a session that stands still takes in from its browser; more is a flood. */
const maxHeldMessages = 256;
const maxHeldBytes = 64 * 1024;

interface SessionIdentity {
  readonly id: string;
  readonly token: string;
  /** Counted by the limit of sessions an address. */
  readonly address: string;
}

interface SessionDeps {
  readonly limits: Limits;
  readonly metrics: Metrics;
  readonly log: Logger;
  /** Whether another network may be made for this session now. */
  readonly mayReset: () => boolean;
  /** Called once, when the session is over. */
  readonly over: () => void;
}

interface Held {
  readonly message: SessionMessage;
  readonly bytes: number;
}

/**
 * A lab and the log of its events, whichever connection its browser has at the moment.
 *
 * It stands still once `unacknowledgedBytes` are under way, and goes on when half of them arrived. Reading from the
 * WebSocket goes on meanwhile, because the signs of arrival come that way; messages are held back.
 */
export class Session {
  readonly id: string;
  readonly address: string;
  readonly #tokenHash: Buffer;
  readonly #lab: LabSession;
  readonly #deps: SessionDeps;
  readonly #events = new EventLog();
  readonly #count: ReturnType<typeof countCalls>;
  readonly #rate: MessageRate;
  readonly #idleTimer: NodeJS.Timeout;
  #resumeTimer: NodeJS.Timeout | undefined;
  #connection: Connection | null = null;
  #sentSeq = 0;
  #bytesSinceQuestion = 0;
  #paused = false;
  #held: Held[] = [];
  #isOver = false;

  constructor(lab: LabSession, { id, token, address }: SessionIdentity, deps: SessionDeps) {
    const { limits, metrics } = deps;
    this.id = id;
    this.address = address;
    this.#tokenHash = hashOf(token);
    this.#lab = lab;
    this.#deps = deps;
    this.#count = countCalls(metrics);
    this.#rate = new MessageRate(limits.callsPerSecond, () => performance.now());
    this.#idleTimer = setTimeout(() => this.end('SESSION_IDLE'), limits.idleMs);
  }

  /** The last event that was given to a connection. */
  get sentSeq(): number {
    return this.#sentSeq;
  }

  hasToken(token: string): boolean {
    return hasHash(token, this.#tokenHash);
  }

  /** Whether everything after `seq` can still be sent, and `seq` itself was. */
  canResumeAfter(seq: number): boolean {
    return seq <= this.#sentSeq && this.#events.after(seq) !== null;
  }

  /** Sends what the browser lacks, then `opened`; a connection that the session still has is closed. */
  attach(connection: Connection, token: string, resumeAfter: number | null): void {
    clearTimeout(this.#resumeTimer);
    this.#connection?.fault('SESSION_TAKEN', null);
    this.#connection = connection;
    // What had no answer when the connection went is never carried out: the browser may say it again.
    this.#held = [];
    this.#lab.dropWaiting();
    if (resumeAfter !== null) {
      this.#deps.metrics.resumptions.add();
      this.#events.acknowledge(resumeAfter);
      for (const event of this.#events.after(resumeAfter) ?? []) this.#deliver(event);
    }
    this.append({
      type: 'opened',
      at: this.#lab.now(),
      session: this.id,
      token,
      resumed: resumeAfter !== null,
      network: this.#lab.network,
      limits: this.#deps.limits,
    });
    this.#question();
    this.#goOnIfRead();
  }

  /** The connection is gone. A browser that is done ends the session; any other has a while to come back. */
  detach(connection: Connection, { done }: { done: boolean }): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    if (done) return this.#close();
    this.#resumeTimer = setTimeout(() => this.#close(), this.#deps.limits.resumeMs);
  }

  receive(message: SessionMessage, bytes: number): void {
    this.#idleTimer.refresh();
    if (!this.#paused) return this.#carryOut(message);
    this.#held.push({ message, bytes });
    const heldBytes = this.#held.reduce((sum, held) => sum + held.bytes, 0);
    if (this.#held.length > maxHeldMessages || heldBytes > maxHeldBytes) this.#flood();
  }

  append(timed: TimedEvent): void {
    if (this.#isOver) return;
    const event = this.#events.append(timed);
    this.#count(timed);
    this.#deps.metrics.events.add({ type: timed.type });
    this.#deliver(event);
    const { unacknowledgedBytes } = this.#deps.limits;
    if (!this.#paused && this.#events.unacknowledgedBytes >= unacknowledgedBytes) this.#standStill();
    else if (this.#bytesSinceQuestion >= unacknowledgedBytes / questions) this.#question();
  }

  /** Everything up to `seq` arrived over `connection`. */
  acknowledge(seq: number, connection: Connection): void {
    if (this.#connection !== connection || seq > this.#sentSeq) return;
    this.#events.acknowledge(seq);
    this.#goOnIfRead();
  }

  /** Ends the session for a reason that its browser is told. */
  end(code: FaultCode): void {
    if (this.#isOver) return;
    this.#deps.metrics.faults.add({ code });
    this.append({ type: 'closed', at: this.#lab.now(), code, message: faults[code].message });
    this.#connection?.end(code);
    this.#close();
  }

  #deliver(event: LoggedEvent): void {
    if (this.#connection === null) return;
    this.#connection.deliver(event);
    this.#sentSeq = event.seq;
    this.#bytesSinceQuestion += event.bytes;
  }

  #carryOut(message: SessionMessage): void {
    const verdict = this.#rate.judge(message);
    switch (verdict) {
      case 'pass':
        if (message.type === 'reset' && !this.#deps.mayReset()) return this.#refuse(message);
        return this.#lab.handle(message);
      case 'refuse':
        return this.#refuse(message);
      case 'flood':
        return this.#flood();
      default:
        return verdict satisfies never;
    }
  }

  #refuse({ id }: SessionMessage): void {
    this.append({
      type: 'refused',
      at: this.#lab.now(),
      id: id ?? null,
      code: 'CALLS_PER_SECOND',
      message: refusals.CALLS_PER_SECOND.message,
      help: refusals.CALLS_PER_SECOND.help,
    });
  }

  #flood(): void {
    this.#held = [];
    this.#connection?.fault('FLOOD', null);
  }

  #standStill(): void {
    this.#paused = true;
    this.#deps.metrics.pauses.add();
    this.#deps.log.info({ session: this.id }, 'session stands still');
    this.#lab.pause();
    this.#question();
  }

  #goOnIfRead(): void {
    const readEnough = this.#events.unacknowledgedBytes <= this.#deps.limits.unacknowledgedBytes / 2;
    if (!this.#paused || !readEnough || this.#connection === null) return;
    this.#paused = false;
    this.append({
      type: 'notice',
      at: this.#lab.now(),
      code: 'PAUSED',
      message: notices.PAUSED.message,
    });
    this.#lab.resume();
    while (!this.#standsStill()) {
      const next = this.#held.shift();
      if (next === undefined) return;
      this.#carryOut(next.message);
    }
  }

  /** Asked anew each time: what is carried out may bring the session to a halt again. */
  #standsStill(): boolean {
    return this.#paused || this.#isOver;
  }

  #question(): void {
    this.#bytesSinceQuestion = 0;
    this.#connection?.ask(this.#sentSeq);
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#resumeTimer);
    this.#connection = null;
    this.#held = [];
    this.#lab.close();
    this.#deps.over();
  }
}
