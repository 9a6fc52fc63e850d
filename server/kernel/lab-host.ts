import type { Network, EventBody } from '#lib/lab/protocol/messages.ts';
import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { KernelParts } from '#server/kernel/kernel-parts.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import type { LossRequest } from '#server/kernel/observe/losses.ts';
import { SocketObserver } from '#server/kernel/observe/observer.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import { Wire } from '#server/kernel/observe/segments.ts';
import type { Guard } from '#lib/failures/guard.ts';

/**
 * A host of a session: its network, with an eye on the sockets and on the wire. A session has one today, and it has no
 * name; further ones need a network each, links between them, and their name in what is emitted.
 */
export class LabHost {
  readonly network: SessionNetwork;
  readonly #observer: SocketObserver;
  readonly #wire: Wire;
  #isClosed = false;

  constructor(
    { platform, poller, captureCloser }: KernelParts,
    network: SessionNetwork,
    session: {
      readonly owned: () => Iterable<OwnedSocket>;
      /** µs since the session began. */
      readonly now: () => number;
      readonly emit: (event: EventBody) => void;
      readonly newSocketId: () => string;
      /** Segments came along that no call brought about. */
      readonly moved: () => void;
      readonly guard: Guard;
    },
  ) {
    const { owned, now, emit, newSocketId, moved, guard } = session;
    this.network = network;
    const observer = new SocketObserver({
      platform,
      table: network.sockets,
      alone: network.describe(false).kind === 'private',
      owned,
      now,
      emit,
      newId: newSocketId,
      guard,
    });
    this.#observer = observer;
    this.#wire = new Wire({
      platform,
      poller,
      closer: captureCloser,
      network,
      owned,
      look: () => {
        observer.observe();
      },
      socketAt: (local, peer) => observer.socketAt(local, peer),
      now,
      emit,
      moved,
      guard,
    });
  }

  /** What the browser gets to know of it. */
  describe(asRoot: boolean): Network {
    const described = this.network.describe(asRoot);
    const { whyNoCapture } = this.#wire;
    if (whyNoCapture === null) return described;
    return { ...described, capture: { possible: false, reason: whyNoCapture } };
  }

  /** What the sockets hold that was not read yet, or not acknowledged; perhaps less. */
  get bufferedBytes(): number {
    return this.#observer.bufferedBytes;
  }

  /** Sockets, also those that no program has a descriptor of; perhaps less. */
  get socketCount(): number {
    return this.#observer.socketCount;
  }

  /** How long to wait at least before the next look, in ms. */
  get pauseMs(): number {
    return this.#observer.pauseMs;
  }

  /** Looks at the sockets alone, so that what is counted is so. */
  recount(): void {
    this.#observer.observe();
  }

  /** A call is about to make a socket. */
  expectSocket(): void {
    this.#observer.expect({ sockets: 1 });
  }

  /** Emits the segments that have come, and what changed about the sockets. */
  look(): void {
    this.#wire.drain();
    this.#observer.observe();
  }

  /** Emits the segments that have come. */
  drain(): void {
    this.#wire.drain();
  }

  drop(request: LossRequest): RefusalCode | null {
    return this.#wire.drop(request);
  }

  /** The kernel took so many bytes. Do losses still have to be counted, segment by segment? */
  sent(bytes: number): boolean {
    this.#observer.expect({ bytes });
    this.#wire.drain();
    return this.#wire.countsLosses;
  }

  /** See `Losses.sendStep`. */
  sendStep(hostFd: number): number | null {
    return this.#wire.sendStep(hostFd);
  }

  /** A descriptor is about to be closed. */
  forget(hostFd: number): void {
    this.#wire.forget(hostFd);
  }

  pause(): void {
    this.#observer.pause();
    this.#wire.pause();
  }

  resume(): void {
    this.#wire.resume();
    this.#observer.resume();
  }

  /** Gives the network back, once. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    try {
      this.#observer.close();
      this.#wire.close();
    } finally {
      this.network.close();
    }
  }
}
