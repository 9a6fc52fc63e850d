import type { Network, EventBody, SessionMessage } from '#lib/lab/protocol/messages.ts';
import { refusals, type RefusalCode } from '#lib/lab/protocol/codes.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import type { LabSession, SessionOptions } from '#server/kernel/lab-kernel.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import { ObservedNetwork } from '#server/kernel/observed-network.ts';
import { Programs } from '#server/kernel/programs.ts';

/** How long to wait for more bytes to move before the queues are looked at. */
const bytesMs = 10;

type Opened<What> = ({ readonly ok: true } & What) | { readonly ok: false; readonly reason: string };
type OpenNetwork = (owned: () => Iterable<OwnedSocket>) => Opened<{ readonly network: SessionNetwork }>;

/** See `LabSession`. */
export class Session implements LabSession {
  readonly #parts: KernelParts;
  readonly #options: SessionOptions;
  readonly #openNetwork: OpenNetwork;
  readonly #onClose: () => void;
  readonly #programs: Programs;
  readonly #beganAt = performance.now();
  #observed: ObservedNetwork;
  #lastSocketId = 0;
  #lookNow: NodeJS.Immediate | undefined;
  #lookLater: NodeJS.Timeout | undefined;
  readonly #messages: SessionMessage[] = [];
  #isPaused = false;
  #isClosed = false;
  /** What the outside caused while the session stood still. */
  #postponed: (() => void)[] = [];

  /** `openNetwork` is called for each network that the session has: now, and for every reset. */
  static open(
    parts: KernelParts,
    options: SessionOptions,
    openNetwork: OpenNetwork,
    onClose: () => void,
  ): Opened<{ readonly session: Session }> {
    const holder: { session: Session | null } = { session: null };
    const owned = () => (holder.session === null ? [] : holder.session.#programs.owned());
    const opened = openNetwork(owned);
    if (!opened.ok) return opened;
    const session = new Session(parts, options, openNetwork, opened.network, onClose);
    holder.session = session;
    return { ok: true, session };
  }

  private constructor(
    parts: KernelParts,
    options: SessionOptions,
    openNetwork: OpenNetwork,
    network: SessionNetwork,
    onClose: () => void,
  ) {
    this.#parts = parts;
    this.#options = options;
    this.#openNetwork = openNetwork;
    this.#onClose = onClose;
    this.#programs = new Programs({
      parts,
      limits: options.limits,
      asRoot: options.asRoot,
      observed: () => this.#observed,
      emit: (event) => {
        this.#emit(event);
      },
      refuse: (id, code) => {
        this.#refuse(id, code);
      },
      whenActive: (work) => {
        this.#whenActive(work);
      },
      changed: (what) => {
        this.#lookSoon(what);
      },
    });
    this.#observed = this.#observe(network);
  }

  get network(): Network {
    return this.#observed.describe(this.#options.asRoot);
  }

  get socketCount(): number {
    return this.#programs.socketCount;
  }

  get waitingCallCount(): number {
    return this.#programs.waitingCallCount;
  }

  now(): number {
    return Math.round((performance.now() - this.#beganAt) * 1000);
  }

  /** In order; what closed descriptors must have taken effect before anything is done after it. */
  handle(message: SessionMessage): void {
    this.#messages.push(message);
    if (this.#messages.length === 1) this.#carryOutAll();
  }

  dropWaiting(): void {
    this.#messages.length = 0;
  }

  #carryOutAll(): void {
    const { poller } = this.#parts;
    while (this.#messages.length > 0) {
      if (this.#isPaused) {
        this.#postponed.push(() => {
          this.#carryOutAll();
        });
        return;
      }
      if (!poller.isReleased) {
        poller.whenReleased(() => {
          this.#carryOutAll();
        });
        return;
      }
      const [message] = this.#messages;
      try {
        if (message !== undefined && !this.#isClosed) this.#carryOut(message);
      } finally {
        this.#messages.shift();
      }
    }
  }

  #carryOut(message: SessionMessage): void {
    switch (message.type) {
      case 'call':
        this.#programs.call(message);
        return;
      case 'interrupt':
        this.#programs.interrupt(message);
        return;
      case 'exit':
        this.#programs.exit(message);
        return;
      case 'drop':
        this.#drop(message);
        return;
      case 'reset':
        this.#reset(message);
        return;
      default:
        message satisfies never;
    }
  }

  pause(): void {
    this.#isPaused = true;
    this.#observed.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#observed.resume();
    const postponed = this.#postponed;
    this.#postponed = [];
    for (const work of postponed) this.#whenActive(work);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#lookLater);
    clearImmediate(this.#lookNow);
    this.#programs.exitAll();
    this.#observed.close();
    this.#onClose();
  }

  #emit(event: EventBody): void {
    // Each occurrence is made for this, so it need not be copied.
    if (!this.#isClosed) this.#options.emit(Object.assign(event, { at: this.now() }));
  }

  #refuse(id: number | undefined, code: RefusalCode): void {
    const { message, help } = refusals[code];
    this.#emit({ type: 'refused', id: id ?? null, code, message: message, help: help });
  }

  #whenActive(work: () => void): void {
    if (this.#isClosed) return;
    if (this.#isPaused) this.#postponed.push(work);
    else work();
  }

  /**
   * Looks at sockets and wire: at the end of this turn of the event loop, so that calls of one turn are looked at once,
   * or, when bytes alone have moved, a little later.
   */
  #lookSoon(what: 'sockets' | 'bytes'): void {
    if (this.#isClosed) return;
    if (what === 'bytes') this.#lookLater ??= setTimeout(this.#look, bytesMs);
    else this.#lookNow ??= setImmediate(this.#look);
  }

  readonly #look = (): void => {
    clearTimeout(this.#lookLater);
    clearImmediate(this.#lookNow);
    this.#lookLater = undefined;
    this.#lookNow = undefined;
    this.#whenActive(() => {
      this.#observed.look();
    });
  };

  #observe(network: SessionNetwork): ObservedNetwork {
    return new ObservedNetwork(this.#parts, network, {
      owned: () => this.#programs.owned(),
      now: () => this.now(),
      emit: (event) => {
        this.#emit(event);
      },
      newSocketId: () => `k${String(++this.#lastSocketId)}`,
      moved: () => {
        this.#lookSoon('bytes');
      },
    });
  }

  #drop({ id, program, fd, direction, loss }: Extract<SessionMessage, { type: 'drop' }>): void {
    if (!this.#programs.has(program)) {
      this.#refuse(id, 'PROGRAM_UNKNOWN');
      return;
    }
    const socket = [...this.#programs.owned()].find((owned) => owned.program === program && owned.fd === fd);
    const refused =
      socket === undefined ? 'LOSS_NO_SOCKET' : this.#observed.drop({ socket, direction, loss });
    if (refused !== null) this.#refuse(id, refused);
  }

  #reset({ id }: Extract<SessionMessage, { type: 'reset' }>): void {
    const opened = this.#openNetwork(() => this.#programs.owned());
    if (!opened.ok) {
      this.#refuse(id, 'RESET_NOT_POSSIBLE');
      return;
    }
    this.#programs.exitAll();
    this.#observed.close();
    this.#observed = this.#observe(opened.network);
    this.#emit({ type: 'reset', network: this.network });
  }
}
