import { type FaultBoundary, type Guard, guard } from '#lib/failures/guard.ts';
import type { Failure } from '#lib/failures/result.ts';
import type { Health, LabEnvironment, LabSocket } from '#lib/lab-client/environment.ts';
import {
  backOffMs,
  type LinkState,
  type LinkTrouble,
  troubleOf,
  troubleOfClose,
} from '#lib/lab-client/link.ts';
import { readFrame } from '#lib/lab-client/read-frame.ts';
import type { ClientMessage, LabEvent, SessionRequest } from '#lib/lab/protocol/messages.ts';
import { Acknowledgements } from '#lib/lab/protocol/acknowledgements.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import { maxMessageBytes } from '#lib/lab/protocol/subprotocol.ts';

/** What a page needs to go on with a session; `after` is the last `seq` that it has. */
export interface SessionKey {
  readonly session: string;
  readonly token: string;
  readonly after: number;
  readonly asRoot: boolean;
}

/** A new session was opened in place of one that was lost. */
export interface Restart {
  readonly code: LinkTrouble;
  readonly message: string;
}

/** Close codes: the page is done with the session; or it makes another connection, and the session waits for that. */
const normalClosure = 1000;
const reconnecting = 4000;

/** `opened` has so long to come. */
const openingMs = 10_000;
/** How often an open connection is looked at, and how long one may stay silent that has a request to answer. */
const lookMs = 5_000;
/** A timer that is late by so much was suspended: the computer slept, or the tab was frozen. */
const asleepMs = 40_000;

/**
 * The browser's end of `docs/protocol.md`. It keeps one session for as long as that may live: a lost connection is made
 * again by itself, no event comes twice, and requests without an answer are sent again. Where the session is gone, it
 * opens another; `restart` says why.
 */
export class LabConnection implements FaultBoundary {
  readonly #environment: LabEnvironment;
  readonly #listeners = new Set<(event: LabEvent) => void>();
  readonly #stateListeners = new Set<() => void>();
  readonly #pending = new PendingRequests<SessionRequest>();
  readonly #acknowledgements = new Acknowledgements();
  readonly #guard: Guard = (work) => guard(this, work);
  #state: LinkState = { kind: 'idle' };
  #restart: Restart | null = null;
  #asRoot = false;
  #session: { readonly id: string; readonly token: string } | null = null;
  #lastSeq = 0;
  #socket: LabSocket | null = null;
  /** Counts connections, so that what still comes over an earlier one is ignored. */
  #generation = 0;
  #failedAttempts = 0;
  #cancelTimer: () => void = () => {};
  #unsubscribeWake: () => void = () => {};
  /** Since when a request was sent and nothing came (epoch milliseconds). */
  #silentSince: number | null = null;

  constructor(environment: LabEnvironment) {
    this.#environment = environment;
  }

  readonly state = (): LinkState => this.#state;

  /** Set while the session is one that took the place of another; `null` after `open`. */
  get restart(): Restart | null {
    return this.#restart;
  }

  get asRoot(): boolean {
    return this.#asRoot;
  }

  /** What it takes to go on with this session from another page; `null`: there is none. */
  get key(): SessionKey | null {
    if (this.#session === null) return null;
    const { id, token } = this.#session;
    return { session: id, token, after: this.#lastSeq, asRoot: this.#asRoot };
  }

  /** The listener gets every event of every session once, in order. */
  subscribe(listener: (event: LabEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  subscribeState(listener: () => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** Opens a new session, and ends the one that there is. */
  open({ asRoot }: { readonly asRoot: boolean }): void {
    this.#leave(normalClosure);
    this.#asRoot = asRoot;
    this.#dropSession();
    this.#restart = null;
    this.#begin();
  }

  /** Goes on with a session of an earlier page; listeners get every event after `after`. */
  resume({ session, token, after, asRoot }: SessionKey): void {
    this.#leave(normalClosure);
    this.#asRoot = asRoot;
    this.#pending.drop();
    this.#session = { id: session, token };
    this.#lastSeq = after;
    this.#restart = null;
    this.#begin();
  }

  /** After `ended`: goes on with the session if it is still there. Requests without an answer are not sent again. */
  goOn(): void {
    if (this.#state.kind !== 'ended') return;
    this.#pending.drop();
    this.#begin();
  }

  /**
   * Sends it now, or as soon as the session has a connection.
   *
   * @returns why it was not taken: it is longer than a message may be, or there is no session and none to come
   */
  send(request: SessionRequest): Failure<LinkTrouble> | null {
    if (this.#state.kind === 'idle') return troubleOf('LAB_CLOSED');
    if (this.#state.kind === 'ended') return this.#state;
    const text = JSON.stringify(request);
    // What is not ASCII can only be in a host name or in text that the call refuses; 3 is the most that UTF-8 makes of a unit.
    if (text.length * 3 > maxMessageBytes && new TextEncoder().encode(text).length > maxMessageBytes)
      return troubleOf('MESSAGE_TOO_LONG');
    this.#pending.add(request.id, request);
    if (this.#state.kind === 'open') this.#send(text);
    return null;
  }

  /** A bug of the page, here or in a listener: what the page shows from here on could be wrong. */
  fail(error: unknown): void {
    this.#environment.reportBug(error);
    this.#ended('PAGE_FAILED');
  }

  /** Ends the session. */
  close(): void {
    this.#stop(normalClosure);
  }

  /** Leaves the session where it is: for as long as it outlives its connection, `resume` goes on with it. */
  detach(): void {
    this.#stop(reconnecting);
  }

  #stop(closeCode: number): void {
    this.#leave(closeCode);
    this.#unsubscribeWake();
    this.#unsubscribeWake = () => {};
    this.#dropSession();
    this.#show({ kind: 'idle' });
  }

  #begin(): void {
    this.#unsubscribeWake();
    this.#unsubscribeWake = this.#environment.onWake(this.#guard((reason) => this.#wake(reason)));
    this.#failedAttempts = 0;
    this.#show({ kind: 'connecting' });
    this.#connect();
  }

  #connect(): void {
    this.#cancelTimer();
    this.#acknowledgements.resume();
    const generation = ++this.#generation;
    const isMine = () => generation === this.#generation;
    let wasUp = false;
    const socket = this.#environment.connect({
      opened: this.#guard(() => {
        if (!isMine()) return;
        wasUp = true;
        socket.send(JSON.stringify(this.#opening()));
      }),
      received: this.#guard((data: unknown) => {
        if (isMine()) this.#receive(data);
      }),
      closed: this.#guard((closeCode: number) => {
        if (!isMine()) return;
        if (wasUp) this.#ended(troubleOfClose(closeCode));
        else this.#explain(isMine);
      }),
    });
    this.#socket = socket;
    this.#cancelTimer = this.#after(openingMs, () => this.#ended('CONNECTION_LOST'));
  }

  #opening(): Extract<ClientMessage, { type: 'open' }> {
    if (this.#session === null) return this.#asRoot ? { type: 'open', asRoot: true } : { type: 'open' };
    const { id: session, token } = this.#session;
    return { type: 'open', resume: { session, token, after: this.#lastSeq } };
  }

  /** A browser does not say why a WebSocket was refused; the state of the lab does. */
  #explain(isMine: () => boolean): void {
    const troubles = { ok: 'CONNECTION_REFUSED', away: 'LAB_AWAY', silent: 'SITE_UNREACHABLE' } as const;
    this.#askHealth((health) => {
      if (isMine()) this.#ended(troubles[health]);
    });
  }

  #askHealth(answered: (health: Health) => void): void {
    void this.#environment.health().then(this.#guard(answered));
  }

  #after(ms: number, work: () => void): () => void {
    return this.#environment.after(ms, this.#guard(work));
  }

  #receive(data: unknown): void {
    this.#silentSince = null;
    const frame = readFrame(data);
    if (frame === null || typeof data !== 'string') return this.#ended('FRAME_UNKNOWN');
    if (frame.type === 'error') return this.#ended(frame.code);
    if (frame.seq <= this.#lastSeq) return;
    if (frame.seq !== this.#lastSeq + 1) return this.#ended('FRAME_UNKNOWN');
    this.#lastSeq = frame.seq;
    this.#pending.settle(answeredId(frame));
    if (frame.type === 'opened') this.#session = { id: frame.session, token: frame.token };
    const generation = this.#generation;
    for (const listener of this.#listeners) listener(frame);
    // A listener may have left this connection.
    if (generation !== this.#generation) return;
    if (frame.type === 'opened') this.#acknowledgements.begin(frame.limits.unacknowledgedBytes);
    if (this.#acknowledgements.isDueAfter(data.length)) this.#acknowledge();
    if (frame.type === 'opened') this.#opened();
    else if (frame.type === 'closed') this.#ended(frame.code);
  }

  #opened(): void {
    // One that an earlier connection did not deliver may come first; what follows it then answers nothing new.
    if (this.#state.kind === 'open') return;
    this.#failedAttempts = 0;
    this.#lookLater();
    // Before listeners get to know: what they send then comes after these.
    for (const request of this.#pending) this.#send(JSON.stringify(request));
    this.#show({ kind: 'open' });
  }

  #send(text: string): void {
    this.#silentSince ??= this.#environment.now();
    this.#socket?.send(text);
  }

  /** Has no answer, so nothing is expected to come after it. */
  #acknowledge(): void {
    const message: ClientMessage = { type: 'acknowledge', seq: this.#lastSeq };
    this.#socket?.send(JSON.stringify(message));
  }

  /** A connection may be dead without the browser's knowing: nothing comes, and nothing says so. */
  #lookLater(): void {
    this.#cancelTimer();
    const lookedAt = this.#environment.now();
    this.#cancelTimer = this.#after(lookMs, () => {
      const now = this.#environment.now();
      const isSilent = this.#silentSince !== null && now - this.#silentSince > lookMs;
      if (isSilent || now - lookedAt > lookMs + asleepMs) this.#ended('CONNECTION_LOST');
      else this.#lookLater();
    });
  }

  #wake(reason: 'online' | 'visible'): void {
    const { kind } = this.#state;
    if (kind === 'retrying' && this.#socket === null) return this.#connect();
    if (kind !== 'open') return;
    // Another network: the old connection may hang for minutes.
    if (reason === 'online' || this.#socket?.isUp() !== true) return this.#ended('CONNECTION_LOST');
    const generation = this.#generation;
    this.#askHealth((health) => {
      if (generation === this.#generation && health !== 'ok') this.#ended('CONNECTION_LOST');
    });
  }

  #ended(trouble: LinkTrouble): void {
    this.#leave(reconnecting);
    const { remedy, ...failure } = troubleOf(trouble);
    switch (remedy) {
      case 'resume':
        return this.#tryLater('lost', failure);
      case 'retry':
        return this.#tryLater('full', failure);
      case 'begin':
        if (this.#session !== null) this.#restart = failure;
        this.#dropSession();
        return this.#tryLater('lost', failure);
      case 'ask': {
        const isOver = trouble === 'SESSION_IDLE' || trouble === 'INTERNAL' || trouble === 'PAGE_FAILED';
        if (isOver) this.#dropSession();
        return this.#show({ kind: 'ended', ...failure, canGoOn: this.#session !== null });
      }
      default:
        return remedy satisfies never;
    }
  }

  #tryLater(reason: 'lost' | 'full', failure: Failure<LinkTrouble>): void {
    const pauseMs = backOffMs(reason, this.#failedAttempts, this.#environment.random());
    this.#failedAttempts += 1;
    this.#cancelTimer = this.#after(pauseMs, () => this.#connect());
    this.#show({ kind: 'retrying', ...failure, retryAtMs: this.#environment.now() + pauseMs });
  }

  #dropSession(): void {
    this.#session = null;
    this.#lastSeq = 0;
    this.#pending.drop();
  }

  #leave(closeCode: number): void {
    this.#generation += 1;
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#silentSince = null;
    this.#socket?.close(closeCode);
    this.#socket = null;
  }

  #show(state: LinkState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
