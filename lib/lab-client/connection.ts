import type { LabSocket, LabDeps } from '#lib/lab-client/lab-deps.ts';
import {
  backOffMs,
  type LinkState,
  type LinkTrouble,
  troubleOf,
  troubleOfClose,
} from '#lib/lab-client/link.ts';
import { readFrame } from '#lib/lab-client/read-frame.ts';
import type { ClientMessage, LabEvent, SessionMessage } from '#lib/lab/protocol/messages.ts';
import { Unanswered } from '#lib/lab/protocol/pending-requests.ts';
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

const done = 1000;
/** Of this project: the page turns to another connection, and the session waits for that. */
const leftBehind = 4000;

/** `opened` has so long to come. */
const openingMs = 10_000;
/** How often an open connection is looked at, and how long one that was asked something may stay silent. */
const lookMs = 5_000;
/** Timers that were late by so much stood still: the computer slept, or the tab was frozen. */
const asleepMs = 40_000;

/**
 * The browser's end of `docs/protocol.md`. It keeps one session for as long as that may live: a lost connection is made
 * again by itself, what came already does not come twice, and what had no answer is said again. Where the session is gone,
 * it opens another; `restart` says why.
 */
export class LabConnection {
  readonly #deps: LabDeps;
  readonly #listeners = new Set<(event: LabEvent) => void>();
  readonly #stateListeners = new Set<() => void>();
  readonly #unanswered = new Unanswered();
  #state: LinkState = { kind: 'idle' };
  #restart: Restart | null = null;
  #asRoot = false;
  #session: { readonly id: string; readonly token: string } | null = null;
  #lastSeq = 0;
  #socket: LabSocket | null = null;
  /** Counts connections, so that what an earlier one still says is not heard. */
  #generation = 0;
  #failedAttempts = 0;
  #forgetTimer: () => void = () => {};
  #forgetWake: () => void = () => {};
  /** Since when something was asked and nothing came (epoch milliseconds). */
  #silentSince: number | null = null;

  constructor(deps: LabDeps) {
    this.#deps = deps;
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
    this.#leave(done);
    this.#asRoot = asRoot;
    this.#forgetSession();
    this.#restart = null;
    this.#begin();
  }

  /** Goes on with a session of an earlier page; every event after `after` is told. */
  resume({ session, token, after, asRoot }: SessionKey): void {
    this.#leave(done);
    this.#asRoot = asRoot;
    this.#unanswered.clear();
    this.#session = { id: session, token };
    this.#lastSeq = after;
    this.#restart = null;
    this.#begin();
  }

  /** After `ended`: goes on with the session if it is still there. What had no answer is not said again. */
  goOn(): void {
    if (this.#state.kind !== 'ended') return;
    this.#unanswered.clear();
    this.#begin();
  }

  /**
   * Says it now, or as soon as the session has a connection.
   *
   * @returns false where it was not taken: it is longer than a message may be, or there is no session and none to come
   */
  send(message: SessionMessage): boolean {
    if (this.#state.kind === 'idle' || this.#state.kind === 'ended') return false;
    const text = JSON.stringify(message);
    // What is not ASCII can only be in a host name or in text that the call refuses; 3 is the most that UTF-8 makes of a unit.
    if (text.length * 3 > maxMessageBytes && new TextEncoder().encode(text).length > maxMessageBytes)
      return false;
    this.#unanswered.add(message);
    if (this.#state.kind === 'open') this.#say(text);
    return true;
  }

  /** Ends the session. */
  close(): void {
    this.#leave(done);
    this.#forgetWake();
    this.#forgetWake = () => {};
    this.#forgetSession();
    this.#show({ kind: 'idle' });
  }

  #begin(): void {
    this.#forgetWake();
    this.#forgetWake = this.#deps.onWake((why) => this.#wake(why));
    this.#failedAttempts = 0;
    this.#show({ kind: 'connecting' });
    this.#connect();
  }

  #connect(): void {
    this.#forgetTimer();
    const generation = ++this.#generation;
    const isMine = () => generation === this.#generation;
    let wasUp = false;
    const socket = this.#deps.connect({
      opened: () => {
        if (!isMine()) return;
        wasUp = true;
        socket.send(JSON.stringify(this.#opening()));
      },
      received: (data) => {
        if (isMine()) this.#receive(data);
      },
      closed: (closeCode) => {
        if (!isMine()) return;
        if (wasUp) this.#ended(troubleOfClose(closeCode));
        else void this.#explain(isMine);
      },
    });
    this.#socket = socket;
    this.#forgetTimer = this.#deps.after(openingMs, () => this.#ended('CONNECTION_LOST'));
  }

  #opening(): Extract<ClientMessage, { type: 'open' }> {
    if (this.#session === null) return this.#asRoot ? { type: 'open', asRoot: true } : { type: 'open' };
    const { id: session, token } = this.#session;
    return { type: 'open', resume: { session, token, after: this.#lastSeq } };
  }

  /** A browser does not tell why a WebSocket was refused; the state of the lab does. */
  async #explain(isMine: () => boolean): Promise<void> {
    const health = await this.#deps.health();
    if (!isMine()) return;
    const troubles = { ok: 'CONNECTION_REFUSED', away: 'LAB_AWAY', silent: 'SITE_UNREACHABLE' } as const;
    this.#ended(troubles[health]);
  }

  #receive(data: unknown): void {
    this.#silentSince = null;
    const frame = readFrame(data);
    if (frame === null) return this.#ended('FRAME_UNKNOWN');
    if (frame.type === 'error') return this.#ended(frame.code);
    if (frame.seq <= this.#lastSeq) return;
    if (frame.seq !== this.#lastSeq + 1) return this.#ended('FRAME_UNKNOWN');
    this.#lastSeq = frame.seq;
    this.#unanswered.settle(frame);
    if (frame.type === 'opened') this.#session = { id: frame.session, token: frame.token };
    const generation = this.#generation;
    for (const listener of this.#listeners) listener(frame);
    // A listener may have left this connection.
    if (generation !== this.#generation) return;
    if (frame.type === 'opened') this.#opened();
    else if (frame.type === 'closed') this.#ended(frame.code);
  }

  #opened(): void {
    // One that an earlier connection did not live to hear may come first; what follows it then answers nothing new.
    if (this.#state.kind === 'open') return;
    this.#failedAttempts = 0;
    this.#lookLater();
    // Before anybody is told: what is said then comes after it.
    for (const message of this.#unanswered.messages) this.#say(JSON.stringify(message));
    this.#show({ kind: 'open' });
  }

  #say(text: string): void {
    this.#silentSince ??= this.#deps.now();
    this.#socket?.send(text);
  }

  /** A connection may be dead without the browser's knowing: nothing comes, and nothing says so. */
  #lookLater(): void {
    this.#forgetTimer();
    const lookedAt = this.#deps.now();
    this.#forgetTimer = this.#deps.after(lookMs, () => {
      const now = this.#deps.now();
      const isSilent = this.#silentSince !== null && now - this.#silentSince > lookMs;
      if (isSilent || now - lookedAt > lookMs + asleepMs) this.#ended('CONNECTION_LOST');
      else this.#lookLater();
    });
  }

  #wake(why: 'online' | 'visible'): void {
    const { kind } = this.#state;
    if (kind === 'retrying' && this.#socket === null) return this.#connect();
    if (kind !== 'open') return;
    // Another network: the old connection may hang for minutes.
    if (why === 'online' || this.#socket?.isUp() !== true) return this.#ended('CONNECTION_LOST');
    const generation = this.#generation;
    void this.#deps.health().then((health) => {
      if (generation === this.#generation && health !== 'ok') this.#ended('CONNECTION_LOST');
    });
  }

  #ended(trouble: LinkTrouble): void {
    this.#leave(leftBehind);
    const { remedy, message, help } = troubleOf(trouble);
    switch (remedy) {
      case 'resume':
        return this.#tryLater('lost', { code: trouble, message, help });
      case 'retry':
        return this.#tryLater('full', { code: trouble, message, help });
      case 'begin':
        if (this.#session !== null) this.#restart = { code: trouble, message };
        this.#forgetSession();
        return this.#tryLater('lost', { code: trouble, message, help });
      case 'ask': {
        const isOver = trouble === 'SESSION_IDLE' || trouble === 'INTERNAL';
        if (isOver) this.#forgetSession();
        return this.#show({ kind: 'ended', code: trouble, message, help, canGoOn: this.#session !== null });
      }
      default:
        return remedy satisfies never;
    }
  }

  #tryLater(
    why: 'lost' | 'full',
    words: { readonly code: LinkTrouble; readonly message: string; readonly help: string },
  ): void {
    const pauseMs = backOffMs(why, this.#failedAttempts, this.#deps.random());
    this.#failedAttempts += 1;
    this.#forgetTimer = this.#deps.after(pauseMs, () => this.#connect());
    this.#show({ kind: 'retrying', ...words, retryAtMs: this.#deps.now() + pauseMs });
  }

  #forgetSession(): void {
    this.#session = null;
    this.#lastSeq = 0;
    this.#unanswered.clear();
  }

  #leave(closeCode: number): void {
    this.#generation += 1;
    this.#forgetTimer();
    this.#forgetTimer = () => {};
    this.#silentSince = null;
    this.#socket?.close(closeCode);
    this.#socket = null;
  }

  #show(state: LinkState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener();
  }
}
