import type { Logger } from 'pino';
import type { ClientMessage, TimedEvent } from '#lib/lab/protocol/messages.ts';
import type { Connection, Opening } from '#server/bridge/connection.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import { NetworkRate } from '#server/bridge/rate-limits.ts';
import type { BridgeOptions } from '#server/bridge/options.ts';
import { addressGroup } from '#server/bridge/admission.ts';
import { Session } from '#server/bridge/session.ts';
import { newSecret } from '#server/bridge/token.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';

type OpenMessage = Extract<ClientMessage, { type: 'open' }>;
type Resumption = NonNullable<OpenMessage['resume']>;

/** All sessions of the sidecar, and who may have another. */
export class Sessions {
  readonly #kernel: LabKernel;
  readonly #options: BridgeOptions;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #open = new Map<string, Session>();
  readonly #ofAddress = new Map<string, number>();
  readonly #networkRate: NetworkRate;
  #shuttingDown = false;

  constructor(kernel: LabKernel, options: BridgeOptions, metrics: Metrics, log: Logger) {
    this.#kernel = kernel;
    this.#options = options;
    this.#metrics = metrics;
    this.#log = log;
    const { networksPerSecond: perSecond, sessionsPerAddress: burst } = options;
    this.#networkRate = new NetworkRate({ perSecond, burst }, () => performance.now());
  }

  /** Gives the connection a new session, or the one that it names. */
  open({ asRoot = false, resume }: OpenMessage, connection: Connection): Opening {
    if (this.#shuttingDown) return { ok: false, code: 'SHUTTING_DOWN', detail: null };
    return resume === undefined ? this.#begin(asRoot, connection) : this.#goOn(resume, connection);
  }

  /** Ends every session and lets none begin. */
  shutDown(code: 'SHUTTING_DOWN' | 'INTERNAL'): void {
    this.#shuttingDown = true;
    for (const session of [...this.#open.values()]) session.end(code);
  }

  #goOn({ session: id, token, after }: Resumption, connection: Connection): Opening {
    const session = this.#open.get(id);
    if (session === undefined || !session.hasToken(token)) {
      this.#log.info({ peer: connection.peer, code: 'RESUME_UNKNOWN' }, 'resumption refused');
      return { ok: false, code: 'RESUME_UNKNOWN', detail: null };
    }
    if (!session.canResumeAfter(after)) {
      this.#log.info({ peer: connection.peer, code: 'RESUME_GAP' }, 'resumption refused');
      return { ok: false, code: 'RESUME_GAP', detail: null };
    }
    session.attach(connection, token, after);
    this.#log.info({ peer: connection.peer, session: id }, 'session resumed');
    return { ok: true, session };
  }

  #begin(asRoot: boolean, connection: Connection): Opening {
    const address = addressGroup(connection.peer);
    const full = this.#whyFull(address);
    if (full !== null) {
      this.#log.info({ peer: connection.peer, code: full }, 'session refused');
      return { ok: false, code: full, detail: null };
    }
    // Nothing is emitted before the lab is there.
    let emit = (_occurrence: TimedEvent): void => {};
    const { limits } = this.#options;
    const lab = this.#kernel.openSession({ asRoot, limits, emit: (event) => emit(event) });
    if (!lab.ok) {
      this.#log.error({ reason: lab.reason }, 'no network for a session');
      return { ok: false, code: 'NETWORK_UNAVAILABLE', detail: lab.reason };
    }
    const id = newSecret();
    const token = newSecret();
    const session = new Session(
      lab.session,
      { id, token, address },
      {
        limits,
        metrics: this.#metrics,
        log: this.#log,
        mayReset: () => this.#stillCloses < this.#options.sessions && this.#networkRate.take(address),
        over: () => this.#forget(session),
      },
    );
    emit = (event) => session.append(event);
    this.#open.set(id, session);
    this.#ofAddress.set(address, (this.#ofAddress.get(address) ?? 0) + 1);
    this.#log.info({ peer: connection.peer, session: id }, 'session opened');
    session.attach(connection, token, null);
    return { ok: true, session };
  }

  /** The kernel takes long to take back what a session had, so a session that ended still counts for a while. */
  get #stillCloses(): number {
    return this.#kernel.counts().closingCaptures;
  }

  #whyFull(address: string): 'SESSIONS_FULL' | 'SESSIONS_OF_ADDRESS' | 'SESSIONS_TOO_FAST' | null {
    if (this.#open.size + this.#stillCloses >= this.#options.sessions) return 'SESSIONS_FULL';
    const ofAddress = this.#ofAddress.get(address) ?? 0;
    if (ofAddress >= this.#options.sessionsPerAddress) return 'SESSIONS_OF_ADDRESS';
    return this.#networkRate.take(address) ? null : 'SESSIONS_TOO_FAST';
  }

  #forget(session: Session): void {
    this.#open.delete(session.id);
    const left = (this.#ofAddress.get(session.address) ?? 1) - 1;
    if (left === 0) this.#ofAddress.delete(session.address);
    else this.#ofAddress.set(session.address, left);
    this.#log.info({ session: session.id }, 'session closed');
  }
}
