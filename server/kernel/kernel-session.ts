import { type Result, success } from '#lib/failures/result.ts';
import { refusals, type RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { EventBody, Network, SessionRequest } from '#lib/lab/protocol/messages.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import { LabHost } from '#server/kernel/lab-host.ts';
import type { LabSession, SessionOptions } from '#server/kernel/lab-kernel.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import { Programs } from '#server/kernel/programs.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Share } from '#server/kernel/turns.ts';
import { type FaultBoundary, type Guard, guard } from '#lib/failures/guard.ts';

/** How long to wait for more bytes to move before the queues are looked at. */
const bytesMs = 10;

type OpenNetwork = (owned: () => Iterable<OwnedSocket>) => Result<SessionNetwork>;

/** At least one; today exactly one. */
type Hosts = readonly [LabHost, ...LabHost[]];

/** See `LabSession`. */
export class KernelSession implements LabSession, FaultBoundary {
  readonly share: Share;
  readonly #parts: KernelParts;
  readonly #options: SessionOptions;
  readonly #openNetwork: OpenNetwork;
  readonly #onClose: () => void;
  readonly #programs: Programs;
  /** What the event loop starts ends this session alone when it fails, and waits for the session's turn. */
  readonly #guard: Guard = (work) =>
    guard(this, (...args) => {
      this.share.run(guard(this, () => work(...args)));
    });
  readonly #beganAt = performance.now();
  #hosts: Hosts;
  #lastSocketId = 0;
  #lookNow: NodeJS.Immediate | undefined;
  #lookLater: NodeJS.Timeout | undefined;
  readonly #requests: SessionRequest[] = [];
  #isPaused = false;
  #isClosed = false;
  /** What the outside caused while the session was paused. */
  #postponed: (() => void)[] = [];

  /** `openNetwork` is called for each host, now and for every reset. */
  static open(
    parts: KernelParts,
    options: SessionOptions,
    openNetwork: OpenNetwork,
    onClose: () => void,
  ): Result<KernelSession> {
    const holder: { session: KernelSession | null } = { session: null };
    const opened = openNetwork(() => holder.session?.owned() ?? []);
    if (!opened.ok) return opened;
    try {
      const session = new KernelSession(parts, options, openNetwork, opened.value, onClose);
      holder.session = session;
      return success(session);
    } catch (error) {
      opened.value.close();
      throw error;
    }
  }

  private constructor(
    parts: KernelParts,
    options: SessionOptions,
    openNetwork: OpenNetwork,
    network: SessionNetwork,
    onClose: () => void,
  ) {
    this.share = parts.turns.share();
    this.#parts = parts;
    this.#options = options;
    this.#openNetwork = openNetwork;
    this.#onClose = onClose;
    this.#programs = new Programs({
      parts,
      limits: options.limits,
      asRoot: options.asRoot,
      hostNamed: (name) => (name === undefined ? this.#hosts[0] : null),
      hosts: () => this.#hosts,
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
      guard: this.#guard,
    });
    this.#hosts = [this.#newHost(network)];
  }

  /** The hosts of a session are alike. */
  get network(): Network {
    return this.#hosts[0].describe(this.#options.asRoot);
  }

  get socketCount(): number {
    return this.#programs.socketCount;
  }

  get waitingCallCount(): number {
    return this.#programs.waitingCallCount;
  }

  /** The sockets of all programs. */
  *owned(): Iterable<OwnedSocket> {
    for (const host of this.#hosts) yield* this.#programs.ownedOn(host);
  }

  now(): number {
    return Math.round((performance.now() - this.#beganAt) * 1000);
  }

  fail(error: unknown): void {
    this.#options.fail(error);
  }

  /** Carries out requests in order; a `close` takes effect before the next one. */
  handle(request: SessionRequest): void {
    this.#requests.push(request);
    if (this.#requests.length === 1) this.#carryOutNext();
  }

  dropWaiting(): void {
    this.#requests.length = 0;
  }

  #carryOutNext(): void {
    const { poller } = this.#parts;
    const [request] = this.#requests;
    if (request === undefined) return;
    if (this.#isPaused) {
      this.#postponed.push(this.#goOn);
      return;
    }
    if (!poller.isReleased) {
      poller.whenReleased(this.#goOn);
      return;
    }
    try {
      if (!this.#isClosed) this.#carryOut(request);
    } finally {
      this.#requests.shift();
    }
    if (this.#requests.length > 0) this.#goOn();
  }

  readonly #goOn = this.#guard(() => {
    this.#carryOutNext();
  });

  #carryOut(request: SessionRequest): void {
    switch (request.type) {
      case 'call':
        this.#programs.call(request);
        return;
      case 'interrupt':
        this.#programs.interrupt(request);
        return;
      case 'exit':
        this.#programs.exit(request);
        return;
      case 'drop':
        this.#drop(request);
        return;
      case 'reset':
        this.#reset(request);
        return;
      default:
        request satisfies never;
    }
  }

  pause(): void {
    this.#isPaused = true;
    for (const host of this.#hosts) host.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const host of this.#hosts) host.resume();
    const postponed = this.#postponed;
    this.#postponed = [];
    const goOn = this.#guard((work: () => void) => {
      this.#whenActive(work);
    });
    for (const work of postponed) goOn(work);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#lookLater);
    clearImmediate(this.#lookNow);
    // After a bug one of these may throw; the others are done all the same.
    try {
      this.#programs.exitAll();
    } finally {
      try {
        for (const host of this.#hosts) host.close();
      } finally {
        this.#onClose();
      }
    }
  }

  #emit(event: EventBody): void {
    // Each event is made for this, so it need not be copied.
    if (!this.#isClosed) this.#options.emit(Object.assign(event, { at: this.now() }));
  }

  #refuse(id: number, code: RefusalCode): void {
    const { message, help } = refusals[code];
    this.#emit({ type: 'refused', id, code, message, help });
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
    const pauseMs = what === 'bytes' ? bytesMs : Math.max(...this.#hosts.map((host) => host.pauseMs));
    if (pauseMs > 0) this.#lookLater ??= setTimeout(this.#look, pauseMs);
    else this.#lookNow ??= setImmediate(this.#look);
  }

  readonly #look = this.#guard(() => {
    clearTimeout(this.#lookLater);
    clearImmediate(this.#lookNow);
    this.#lookLater = undefined;
    this.#lookNow = undefined;
    this.#whenActive(() => {
      for (const host of this.#hosts) host.look();
    });
  });

  #newHost(network: SessionNetwork): LabHost {
    const host: LabHost = new LabHost(this.#parts, network, {
      owned: () => this.#programs.ownedOn(host),
      now: () => this.now(),
      emit: (event) => {
        this.#emit(event);
      },
      newSocketId: () => `k${String(++this.#lastSocketId)}`,
      moved: () => {
        this.#lookSoon('bytes');
      },
      guard: this.#guard,
    });
    return host;
  }

  #drop({ id, program, fd, direction, loss }: Extract<SessionRequest, { type: 'drop' }>): void {
    const host = this.#programs.hostOf(program);
    if (host === null) {
      this.#refuse(id, 'PROGRAM_UNKNOWN');
      return;
    }
    const owned = [...this.#programs.ownedOn(host)];
    const socket = owned.find((each) => each.program === program && each.virtualFd === fd);
    const refused = socket === undefined ? 'LOSS_NO_SOCKET' : host.drop({ id, socket, direction, loss });
    if (refused !== null) this.#refuse(id, refused);
  }

  #reset({ id }: Extract<SessionRequest, { type: 'reset' }>): void {
    const opened = this.#openNetwork(() => this.owned());
    if (!opened.ok) {
      this.#refuse(id, 'RESET_NOT_POSSIBLE');
      return;
    }
    this.#programs.exitAll();
    for (const host of this.#hosts) host.close();
    this.#hosts = [this.#newHost(opened.value)];
    this.#emit({ type: 'reset', id, network: this.network });
  }
}
