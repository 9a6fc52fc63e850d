import type { Logger } from 'pino';
import { type FaultCode, faults } from '#lib/lab/protocol/faults.ts';
import { notices } from '#lib/lab/protocol/notices.ts';
import { refusals } from '#lib/lab/protocol/refusals.ts';
import type {
  CallName,
  ClientMessage,
  EventBody,
  Limits,
  SessionRequest,
  TimedEvent,
} from '#lib/lab/protocol/messages.ts';
import type { Connection } from '#server/bridge/connection.ts';
import { faultOf } from '#server/bridge/error-frame.ts';
import { EventLog, type LoggedEvent } from '#server/bridge/event-log.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import { MessageRate } from '#server/bridge/rate-limits.ts';
import { hasHash, hashOf } from '#server/bridge/token.ts';
import type { LabSession } from '#server/kernel/lab-kernel.ts';
import type { Share } from '#server/kernel/turns.ts';
import { type FaultBoundary, guard } from '#lib/failures/guard.ts';

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

/** What a paused session holds back of its browser's requests; more is a flood. */
const maxHeldRequests = 256;
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
  readonly onClose: () => void;
}

interface HeldRequest {
  readonly request: SessionRequest;
  readonly bytes: number;
}

/**
 * A lab and the log of its events, whichever connection its browser has at the moment.
 *
 * Backpressure: it pauses once `unacknowledgedBytes` are on their way, and resumes when at most half of them are. Reading
 * from the WebSocket goes on meanwhile, because acknowledgements come that way; requests are held back.
 */
export class BridgeSession implements FaultBoundary {
  readonly id: string;
  readonly address: string;
  /** When its connection was lost, by the clock of `performance.now()`; `null` while it has one. */
  abandonedAtMs: number | null = null;
  readonly #tokenHash: Buffer;
  readonly #lab: LabSession;
  readonly #deps: SessionDeps;
  readonly #events = new EventLog();
  readonly #count: ReturnType<typeof countCalls>;
  readonly #rate: MessageRate;
  readonly #idleTimer: NodeJS.Timeout;
  #resumeTimer: NodeJS.Timeout | undefined;
  #connection: Connection | null = null;
  /** The last event that was given to a connection. */
  #sentSeq = 0;
  #isPaused = false;
  #held: HeldRequest[] = [];
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
    this.#idleTimer = setTimeout(
      guard(this, () => this.end('SESSION_IDLE')),
      limits.idleMs,
    );
  }

  /** What its browser sends is read, and carried out, in these turns. */
  get share(): Share {
    return this.#lab.share;
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
    this.abandonedAtMs = null;
    this.#connection?.fault(faultOf('SESSION_TAKEN'));
    this.#connection = connection;
    // What had no answer when the connection went is never carried out: the browser may send it again.
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
    this.#resumeIfAcknowledged();
  }

  /** The connection is gone. A browser that is done ends the session; any other has a while to come back. */
  detach(connection: Connection, { isDone }: { isDone: boolean }): void {
    if (this.#connection !== connection) return;
    this.#connection = null;
    if (isDone) return this.#close();
    this.abandonedAtMs = performance.now();
    this.#resumeTimer = setTimeout(
      guard(this, () => this.#close()),
      this.#deps.limits.resumeMs,
    );
  }

  receive(message: Exclude<ClientMessage, { type: 'open' }>, bytes: number): void {
    if (message.type === 'acknowledge') return this.#acknowledge(message);
    this.#idleTimer.refresh();
    if (!this.#isPaused && this.#held.length === 0) return this.#carryOut(message);
    this.#held.push({ request: message, bytes });
    const heldBytes = this.#held.reduce((sum, held) => sum + held.bytes, 0);
    if (this.#held.length > maxHeldRequests || heldBytes > maxHeldBytes) this.#flood();
  }

  /** Everything that was sent has left this process. */
  drained(): void {
    this.#resumeIfAcknowledged();
  }

  append(timed: TimedEvent): void {
    if (this.#isOver) return;
    const event = this.#events.append(timed);
    this.#count(timed);
    this.#deps.metrics.events.add({ type: timed.type });
    this.#deliver(event);
    if (!this.#isPaused && this.#unreadBytes >= this.#deps.limits.unacknowledgedBytes) this.#pause();
  }

  /** Ends the session, and gives its browser the reason. */
  end(code: FaultCode): void {
    if (this.#isOver) return;
    this.#deps.metrics.faults.add({ code });
    this.append({ type: 'closed', at: this.#lab.now(), code, message: faults[code].message });
    this.#connection?.end(code);
    this.#close();
  }

  /** Ends the session without a word, as nobody is there to read it. */
  giveWay(): void {
    this.#deps.log.info({ session: this.id }, 'an abandoned session gives way to a new one');
    this.#close();
  }

  fail(error: unknown): void {
    const { log } = this.#deps;
    log.error({ err: error, session: this.id }, 'a bug ends this session');
    const steps = [
      () => this.end('INTERNAL'),
      () => this.#connection?.fault(faultOf('INTERNAL')),
      () => this.#close(),
    ];
    // What failed may fail again; the first step that works leaves nothing to do for the others.
    for (const step of steps) {
      try {
        step();
      } catch (another) {
        log.error({ err: another, session: this.id }, 'the session did not end as it should');
      }
    }
  }

  /**
   * What the browser may not have read: what it has not acknowledged, or what has not even left this process. A browser
   * that acknowledges without reading thereby gains nothing.
   */
  get #unreadBytes(): number {
    return Math.max(this.#events.unacknowledgedBytes, this.#connection?.bufferedBytes ?? 0);
  }

  #acknowledge(message: Extract<ClientMessage, { type: 'acknowledge' }>): void {
    const { seq } = message;
    if (seq > this.#sentSeq) return this.#connection?.fault(faultOf('ACKNOWLEDGED_UNSENT'));
    if (this.#rate.judge(message) === 'flood') return this.#flood();
    this.#events.acknowledge(seq);
    this.#resumeIfAcknowledged();
  }

  #deliver(event: LoggedEvent): void {
    if (this.#connection === null) return;
    this.#connection.deliver(event);
    this.#sentSeq = event.seq;
  }

  #carryOut(request: SessionRequest): void {
    const verdict = this.#rate.judge(request);
    switch (verdict) {
      case 'pass':
        if (request.type === 'reset' && !this.#deps.mayReset()) return this.#refuse(request);
        return this.#lab.handle(request);
      case 'refuse':
        return this.#refuse(request);
      case 'flood':
        return this.#flood();
      default:
        return verdict satisfies never;
    }
  }

  #refuse({ id }: SessionRequest): void {
    const { message, help } = refusals.CALLS_PER_SECOND;
    this.append({ type: 'refused', at: this.#lab.now(), id, code: 'CALLS_PER_SECOND', message, help });
  }

  #flood(): void {
    this.#held = [];
    this.#connection?.fault(faultOf('FLOOD'));
  }

  #pause(): void {
    this.#isPaused = true;
    this.#deps.metrics.pauses.add();
    this.#deps.log.info({ session: this.id }, 'session paused');
    this.#lab.pause();
  }

  #resumeIfAcknowledged(): void {
    const isRead = this.#unreadBytes <= this.#deps.limits.unacknowledgedBytes / 2;
    if (!this.#isPaused || !isRead || this.#connection === null) return;
    this.#isPaused = false;
    this.append({ type: 'notice', at: this.#lab.now(), code: 'PAUSED', message: notices.PAUSED.message });
    this.#lab.resume();
    this.share.run(this.#carryOutHeld);
  }

  /** One at a time: what is carried out may pause the session again, or end it. */
  readonly #carryOutHeld = guard(this, () => {
    if (this.#isPaused || this.#isOver) return;
    const next = this.#held.shift();
    if (next === undefined) return;
    this.#carryOut(next.request);
    this.share.run(this.#carryOutHeld);
  });

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#idleTimer);
    clearTimeout(this.#resumeTimer);
    this.#connection = null;
    this.#held = [];
    try {
      this.#lab.close();
    } finally {
      this.#deps.onClose();
    }
  }
}
