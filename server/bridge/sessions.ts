import type { Logger } from 'pino';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import type { FaultCode } from '#lib/lab/protocol/faults.ts';
import type { ClientMessage } from '#lib/lab/protocol/messages.ts';
import { BridgeSession } from '#server/bridge/bridge-session.ts';
import type { Connection } from '#server/bridge/connection.ts';
import { faultOf } from '#server/bridge/error-frame.ts';
import type { Metrics } from '#server/bridge/metrics.ts';
import { NetworkRate } from '#server/bridge/rate-limits.ts';
import type { BridgeOptions } from '#server/bridge/options.ts';
import { newSecret } from '#server/bridge/token.ts';
import type { LabKernel } from '#server/kernel/lab-kernel.ts';
import { guard } from '#lib/failures/guard.ts';

type OpenMessage = Extract<ClientMessage, { type: 'open' }>;
type Opening = Result<BridgeSession, Failure<FaultCode>>;
type Resumption = NonNullable<OpenMessage['resume']>;

/** Captures that may be closing while abandoned sessions give way. */
const mostClosing = 16;

/** All sessions of the sidecar, and who may have another. */
export class Sessions {
  readonly #kernel: LabKernel;
  readonly #options: BridgeOptions;
  readonly #metrics: Metrics;
  readonly #log: Logger;
  readonly #open = new Map<string, BridgeSession>();
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
    if (this.#shuttingDown) return failure(faultOf('SHUTTING_DOWN'));
    return resume === undefined ? this.#begin(asRoot, connection) : this.#resume(resume, connection);
  }

  /** Ends every session and lets none begin. */
  shutDown(code: 'SHUTTING_DOWN' | 'INTERNAL'): void {
    this.#shuttingDown = true;
    for (const session of [...this.#open.values()]) guard(session, () => session.end(code))();
  }

  #resume({ session: id, token, after }: Resumption, connection: Connection): Opening {
    const session = this.#open.get(id);
    if (session === undefined || !session.hasToken(token)) {
      this.#log.info({ peer: connection.peer, code: 'RESUME_UNKNOWN' }, 'resumption refused');
      return failure(faultOf('RESUME_UNKNOWN'));
    }
    if (!session.canResumeAfter(after)) {
      this.#log.info({ peer: connection.peer, code: 'RESUME_GAP' }, 'resumption refused');
      return failure(faultOf('RESUME_GAP'));
    }
    guard(session, () => session.attach(connection, token, after))();
    this.#log.info({ peer: connection.peer, session: id }, 'session resumed');
    return success(session);
  }

  #begin(asRoot: boolean, connection: Connection): Opening {
    const address = connection.group;
    const full = this.#whyFull(address);
    if (full !== null) {
      this.#log.info({ peer: connection.peer, code: full }, 'session refused');
      return failure(faultOf(full));
    }
    const { limits } = this.#options;
    // Nothing happens in a lab before it is handed over.
    const holder: { session: BridgeSession | null } = { session: null };
    const opened = this.#kernel.openSession({
      asRoot,
      limits,
      emit: (event) => holder.session?.append(event),
      fail: (error) => holder.session?.fail(error),
    });
    if (!opened.ok) {
      const { code, message } = opened.error;
      this.#log.error({ code, reason: message }, 'no network for a session');
      return failure(faultOf('NETWORK_UNAVAILABLE', message));
    }
    const id = newSecret();
    const token = newSecret();
    const session = new BridgeSession(
      opened.value,
      { id, token, address },
      {
        limits,
        metrics: this.#metrics,
        log: this.#log,
        mayReset: () => this.#closingCaptures < this.#options.sessions && this.#networkRate.take(address),
        onClose: () => this.#forget(session),
      },
    );
    holder.session = session;
    this.#open.set(id, session);
    this.#ofAddress.set(address, (this.#ofAddress.get(address) ?? 0) + 1);
    this.#log.info({ peer: connection.peer, session: id }, 'session opened');
    guard(session, () => session.attach(connection, token, null))();
    return success(session);
  }

  /** The kernel takes long to close a capture, so a session that ended counts until that is done. */
  get #closingCaptures(): number {
    return this.#kernel.counts().closingCaptures;
  }

  /** Where there is room for another session of the address, or an abandoned one made room, `null`. */
  #whyFull(address: string): 'SESSIONS_FULL' | 'SESSIONS_OF_ADDRESS' | 'SESSIONS_TOO_FAST' | null {
    const { sessions, sessionsPerAddress } = this.#options;
    const isFull = this.#open.size + this.#closingCaptures >= sessions;
    const isFullOfAddress = (this.#ofAddress.get(address) ?? 0) >= sessionsPerAddress;
    const leaving =
      isFull || isFullOfAddress ? this.#longestAbandoned(isFullOfAddress ? address : null) : null;
    if (isFullOfAddress && leaving === null) return 'SESSIONS_OF_ADDRESS';
    // What gives way has a capture to be closed, too: only so many more are held than the limit allows.
    if (isFull && (leaving === null || this.#closingCaptures >= mostClosing)) return 'SESSIONS_FULL';
    if (!this.#networkRate.take(address)) return 'SESSIONS_TOO_FAST';
    if (leaving !== null) guard(leaving, () => leaving.giveWay())();
    return null;
  }

  /** The session that has been without a connection for longest: of the address, or `null`: of anybody. */
  #longestAbandoned(address: string | null): BridgeSession | null {
    let longest: BridgeSession | null = null;
    for (const session of this.#open.values()) {
      if (session.abandonedAtMs === null || (address !== null && session.address !== address)) continue;
      if (longest === null || session.abandonedAtMs < (longest.abandonedAtMs ?? Infinity)) longest = session;
    }
    return longest;
  }

  #forget(session: BridgeSession): void {
    this.#open.delete(session.id);
    const left = (this.#ofAddress.get(session.address) ?? 1) - 1;
    if (left === 0) this.#ofAddress.delete(session.address);
    else this.#ofAddress.set(session.address, left);
    this.#log.info({ session: session.id }, 'session closed');
  }
}
