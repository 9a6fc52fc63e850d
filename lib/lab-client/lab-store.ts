import { type Guard, guard } from '#lib/failures/guard.ts';
import type { Failure } from '#lib/failures/result.ts';
import { LabConnection } from '#lib/lab-client/connection.ts';
import { mayBeThere, type StoredSession, storedSessions } from '#lib/lab-client/stored-session.ts';
import type { LabEnvironment } from '#lib/lab-client/environment.ts';
import type { LinkState } from '#lib/lab-client/link.ts';
import { LabScriptPort } from '#lib/lab-client/script-port.ts';
import type { LabEvent, Network, SessionRequest } from '#lib/lab/protocol/messages.ts';
import { answeredId, PendingRequests } from '#lib/lab/protocol/pending-requests.ts';
import { LabLog } from '#lib/lab/timeline/lab-log.ts';
import type { TabStorage } from '#lib/storage/tab-storage.ts';

export interface LabView {
  /** The log of this page, over all its sessions. It grows in place; another array is another log. */
  readonly events: readonly LabEvent[];
  /** How many of them there are in this view. */
  readonly count: number;
  readonly link: LinkState;
  /** Of the session that goes on; `null` before the first. */
  readonly network: Network | null;
  /** What happened to the session or the log, when that is worth a word. */
  readonly notice: string | null;
}

const logFull = 'The log is full, so what happens now is not shown. Begin again to go on with an empty one.';

/** A call's result usually follows at once, so both are painted together; a call without one is painted after this long. */
const aloneMs = 40;

/**
 * The lab of one page: its session, the log of all that happened in it, and the connection that keeps both going. What comes
 * is shown at once, and from then on once a frame, however much it is.
 */
export class LabStore {
  readonly #environment: LabEnvironment;
  readonly #storage: TabStorage<StoredSession> | null;
  readonly #connection: LabConnection;
  readonly #guard: Guard = (work) => guard(this.#connection, work);
  readonly #listeners = new Set<() => void>();
  readonly #ports = new Set<LabScriptPort>();
  /** Look again after every event and every change of the link. */
  readonly #waiting = new Set<() => void>();
  #log: LabLog;
  /** As they came, to be kept across a reload. */
  #raw: LabEvent[] = [];
  #network: Network | null = null;
  /** Counts sessions and resets: each begins with nothing. */
  #beginnings = 0;
  /** Whether something was asked of the session since it began with nothing. */
  #isUsed = true;
  #lastId = 0;
  /** Resets that the lab has neither carried out nor refused. */
  readonly #resets = new PendingRequests<{ isRefused: boolean }>();
  #newestAtMs = 0;
  #isFull = false;
  /** Whether the log began with a session that was over when the page came back to it. */
  #isLater = false;
  /** Whether it was shown since the last frame: what comes now waits for the next one. */
  #isShowing = false;
  /** Whether something came that the view does not have. */
  #isBehind = false;
  /** Set while a call waits to be shown with what comes of it. */
  #cancelAlone: (() => void) | null = null;
  /** Carries out the latest `open`; `null` once that was done, or the store was closed. */
  #start: (() => void) | null = null;
  #stopStoring: () => void = () => {};
  #view: LabView;

  /** @param storage keeps the session over a reload; `null`: it is not kept */
  constructor(environment: LabEnvironment, storage: TabStorage<StoredSession> | null) {
    this.#environment = environment;
    this.#storage = storage;
    this.#log = this.#newLog();
    this.#connection = new LabConnection(environment);
    this.#connection.subscribe((event) => this.#take(event));
    this.#connection.subscribeState(() => this.#linkChanged());
    this.#view = this.#look();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Changes only right before listeners are called. */
  readonly view = (): LabView => this.#view;

  /** Goes on with the session from before a reload, where there is one of the same kind, or opens another. */
  open({ asRoot }: { readonly asRoot: boolean }): void {
    this.#stopStoring();
    this.#stopStoring = this.#storage?.writeOnLeave(() => this.#stored()) ?? (() => {});
    const start = () => {
      if (this.#start !== start) return;
      this.#start = null;
      if (this.#connection.state().kind === 'idle') this.#begin(asRoot);
    };
    this.#start = start;
    // In development Strict Mode mounts twice: a page is opened, closed and opened again at once. Nothing starts for that.
    queueMicrotask(this.#guard(start));
  }

  #begin(asRoot: boolean): void {
    const stored = this.#storage?.take() ?? null;
    const isKnown = stored?.asRoot === asRoot && this.#replay(stored);
    if (stored !== null && isKnown && mayBeThere(stored, this.#environment.now()))
      this.#connection.resume(stored);
    else {
      this.#isLater = isKnown;
      this.#connection.open({ asRoot });
    }
  }

  /** Leaves the session for the same page of this tab to go on with; without a storage it ends. The log stays. */
  leave(): void {
    const storage = this.#storage;
    if (storage === null) return this.close();
    if (this.#connection.key !== null && !this.#stored().some((stored) => storage.write(stored)))
      storage.write(null);
    this.#stopStoring();
    this.#stopStoring = () => {};
    this.#start = null;
    this.#connection.detach();
  }

  /** Ends the session; the log stays. */
  close(): void {
    this.#stopStoring();
    this.#stopStoring = () => {};
    this.#start = null;
    this.#connection.close();
  }

  /** How often this page began with nothing so far, by a new session or a reset. */
  get beginnings(): number {
    return this.#beginnings;
  }

  /** Whether there is a connection at this moment; the view may be a frame behind. */
  get isConnected(): boolean {
    return this.#connection.state().kind === 'open';
  }

  /** Whether there is a session of this kind in which nothing was done yet. */
  isFresh(asRoot: boolean): boolean {
    return !this.#isUsed && this.isConnected && this.#network?.asRoot === asRoot;
  }

  /** Every event so far, and this instant in µs since the log began; the view may be a frame behind. */
  log(): { readonly events: readonly LabEvent[]; readonly now: number } {
    const { events } = this.#log;
    const sinceNewestMs = this.#environment.now() - this.#newestAtMs;
    return { events, now: (events.at(-1)?.at ?? 0) + sinceNewestMs * 1000 };
  }

  /** An id for a message that no other message of this page has. */
  readonly nextId = (): number => ++this.#lastId;

  /** See `LabConnection.send`. */
  readonly send = (message: SessionRequest): Failure | null => {
    this.#start?.();
    if (message.type !== 'reset') this.#isUsed = true;
    return this.#connection.send(message);
  };

  /**
   * Begins again with nothing: a reset of the session that there is, or a new one where that is gone or of the other kind.
   * Resolves when it began, or could not: false where the lab refused.
   */
  async begin({ asRoot }: { readonly asRoot: boolean }): Promise<boolean> {
    const before = this.#beginnings;
    const { kind } = this.#connection.state();
    const id = this.nextId();
    const reset = { isRefused: false };
    this.#emptyIfFull();
    const canReset = asRoot === this.#connection.asRoot && this.#connection.key !== null && kind !== 'ended';
    if (canReset && this.send({ type: 'reset', id }) === null) this.#resets.add(id, reset);
    else this.#connection.open({ asRoot });
    const answer = await this.#until(() => {
      if (this.#beginnings > before) return 'begun';
      return reset.isRefused ? 'refused' : null;
    });
    return answer === 'begun';
  }

  /** Opens a new session in place of the one that there is, or was. */
  restart(): void {
    this.#isLater = false;
    this.#emptyIfFull();
    this.#connection.open({ asRoot: this.#connection.asRoot });
  }

  /** After `ended`: goes on with the session, if it is still there. */
  goOn(): void {
    this.#connection.goOn();
  }

  /**
   * For a script: the session that there is, as soon as there is one. It gets all events, those of the page's own calls
   * too, and takes its ids from here, so that it knows which are its own.
   */
  async port(): Promise<LabScriptPort> {
    const network = await this.#until(() => (this.isConnected ? this.#network : null));
    const port = new LabScriptPort(network, {
      send: this.send,
      nextId: this.nextId,
      after: (ms, work) => this.#environment.after(ms, work),
      over: () => this.#ports.delete(port),
    });
    this.#ports.add(port);
    return port;
  }

  #newLog(): LabLog {
    return new LabLog({ gapMicros: () => Math.round((this.#environment.now() - this.#newestAtMs) * 1000) });
  }

  #emptyIfFull(): void {
    if (!this.#isFull) return;
    this.#connection.close();
    this.#log = this.#newLog();
    this.#raw = [];
    this.#isFull = false;
  }

  #take(event: LabEvent): void {
    const appended = this.#log.append(event);
    if (appended.kind === 'double') return;
    if (appended.kind === 'full') this.#isFull = true;
    else if (this.#storage !== null) this.#raw.push(event);
    this.#newestAtMs = this.#environment.now();
    const logged = appended.kind === 'added' ? appended.event : event;
    const begins = event.type === 'opened' && !event.resumed;
    if (begins) this.#endPorts(this.#connection.restart?.message ?? 'Another session was opened.');
    if (event.type === 'opened' || event.type === 'reset') this.#network = event.network;
    if (begins || event.type === 'reset') {
      this.#beginnings += 1;
      this.#isUsed = false;
    }
    if (begins) this.#resets.drop();
    if (event.type === 'reset') this.#resets.settle(event.id);
    if (event.type === 'refused') {
      const reset = this.#resets.settle(event.id);
      if (reset !== undefined) reset.isRefused = true;
    }
    for (const port of this.#ports) port.report(logged);
    if (event.type === 'entered') this.#changedAlone();
    else this.#changed();
  }

  #linkChanged(): void {
    const link = this.#connection.state();
    if (link.kind === 'ended') this.#endPorts(link.message);
    else if (link.kind === 'idle') this.#endPorts('The lab was closed.');
    this.#changed();
  }

  #endPorts(message: string): void {
    for (const port of [...this.#ports]) port.end(message);
  }

  #replay({ events }: StoredSession): boolean {
    const log = this.#newLog();
    try {
      for (const event of events) {
        log.append(event);
        this.#lastId = Math.max(this.#lastId, answeredId(event) ?? 0);
        if (event.type === 'opened' || event.type === 'reset') this.#network = event.network;
      }
    } catch {
      // What was stored is not whole: a new session then, with a log of its own.
      return false;
    }
    this.#log = log;
    this.#raw = [...events];
    this.#newestAtMs = this.#environment.now();
    this.#changed();
    return true;
  }

  #stored(): StoredSession[] {
    const { key } = this.#connection;
    return key === null || this.#isFull ? [] : storedSessions(key, this.#raw, this.#environment.now());
  }

  /** Resolves to what is found, as soon as something is. */
  #until<Found>(find: () => Found | null): Promise<Found> {
    return new Promise((resolve) => {
      const look = () => {
        const found = find();
        if (found === null) return;
        this.#waiting.delete(look);
        resolve(found);
      };
      this.#waiting.add(look);
      look();
    });
  }

  #changed(): void {
    for (const look of [...this.#waiting]) look();
    this.#isBehind = true;
    if (this.#isShowing) return;
    this.#isShowing = true;
    // Rendering that starts when the frame is due would delay the frame.
    queueMicrotask(this.#guard(() => this.#show()));
  }

  #changedAlone(): void {
    for (const look of [...this.#waiting]) look();
    this.#cancelAlone ??= this.#environment.after(
      aloneMs,
      this.#guard(() => this.#changed()),
    );
  }

  #show(): void {
    this.#cancelAlone?.();
    this.#cancelAlone = null;
    this.#isBehind = false;
    this.#view = this.#look();
    this.#environment.beforeFrame(
      this.#guard(() => {
        if (this.#isBehind) this.#show();
        else this.#isShowing = false;
      }),
    );
    for (const listener of this.#listeners) listener();
  }

  #look(): LabView {
    const { events } = this.#log;
    const restart = this.#connection.restart;
    const notice = this.#isFull
      ? logFull
      : restart !== null && this.#connection.state().kind === 'open'
        ? `${restart.message} A new session was opened; what happened before is on the time bar.`
        : this.#isLater
          ? 'Your earlier session is over. A new one was opened; what happened before is on the time bar.'
          : null;
    return {
      events,
      count: events.length,
      link: this.#connection.state(),
      network: this.#network,
      notice,
    };
  }
}
