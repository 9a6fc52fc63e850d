import { randomBytes } from 'node:crypto';
import { notices } from '#lib/lab/protocol/notices.ts';
import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { Endpoint, EventBody } from '#lib/lab/protocol/messages.ts';
import type { SessionNetwork } from '#server/kernel/network/session-network.ts';
import { type Attribution, Conversation } from '#server/kernel/observe/conversation.ts';
import { Losses, type LossRequest } from '#server/kernel/observe/losses.ts';
import { type Captured, Capture } from '#server/kernel/system/capture.ts';
import type { Packet, TcpPacket } from '#server/kernel/system/packet.ts';
import { errorText, realtimeMs } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import type { Poller, Watch } from '#server/kernel/system/poller.ts';
import type { PoolCloser } from '#server/kernel/system/pool-closer.ts';
import { type Guard, guard, wholeProcess } from '#lib/failures/guard.ts';

interface WireOptions {
  readonly platform: Platform;
  readonly poller: Poller;
  readonly closer: PoolCloser;
  readonly network: SessionNetwork;
  readonly owned: () => Iterable<OwnedSocket>;
  /** Who is at `local` of the connection with `peer`, by a fresh look. */
  readonly look: () => void;
  readonly socketAt: (local: Endpoint, peer: Endpoint) => Attribution | null;
  /** µs since the session began. */
  readonly now: () => number;
  readonly emit: (event: EventBody) => void;
  /** Segments came along that no call of the session's brought about. */
  readonly moved: () => void;
  readonly guard: Guard;
}

/** Connections whose past is remembered, for relative numbers; the oldest are forgotten first. */
const mostConversations = 512;
const firstBytes = 64;
/** How long segments may wait to be read after some were. */
const quietMs = 5;

/** What comes along a host's wire, and what gets lost on it. Where there is no capture, nothing is emitted. */
export class Wire {
  readonly #options: WireOptions;
  /** Where the host allows a capture, and this time there was none. */
  readonly whyNoCapture: string | null;
  readonly #capture: Capture | null;
  readonly #losses: Losses | null;
  readonly #conversations = new Map<string, Conversation>();
  #watch: Watch | null = null;
  #listenAgain: NodeJS.Timeout | undefined;
  #packets = 0;
  #lastSentAt = 0;
  #state: 'watching' | 'paused' | 'closed' = 'watching';

  constructor(options: WireOptions) {
    this.#options = options;
    const { network, closer, poller, platform, owned, emit } = options;
    const { capture, loss } = network.describe(false);
    const close = (fd: number) => {
      const closed = guard(wholeProcess, () => {
        closer.close(fd);
      });
      // Otherwise the waiting thread would be the last to release it, and do the closing.
      poller.whenReleased(closed);
    };
    const open = (): Capture | number => {
      const entered = network.enter();
      return entered < 0 ? entered : Capture.open(close);
    };
    const opened = capture.possible ? open() : null;
    this.#capture = typeof opened === 'number' ? null : opened;
    this.whyNoCapture =
      typeof opened === 'number' ? `The kernel gave no capture: ${errorText(-opened)}.` : null;
    this.#losses =
      loss.possible && linux !== null
        ? new Losses({ platform, linux, owned, emit, salt: () => randomBytes(4).readUInt32LE(0) })
        : null;
    this.#listen();
  }

  /** Emits every segment that came since the last time. */
  drain(): void {
    if (this.#capture === null || this.#state !== 'watching') return;
    const packets = this.#capture.read();
    if (packets.length === 0) return;
    const toSessionMs = this.#options.now() / 1000 - realtimeMs();
    for (const packet of packets) this.#report(packet, toSessionMs);
    if (this.#capture.takeMissed() > 0) {
      const { message } = notices.SEGMENTS_MISSED;
      this.#options.emit({ type: 'notice', code: 'SEGMENTS_MISSED', message: message });
    }
  }

  drop(request: LossRequest): RefusalCode | null {
    if (this.#losses === null) return 'LOSS_NOT_POSSIBLE';
    this.drain();
    return this.#losses.drop(request);
  }

  /** A descriptor is about to be closed. */
  forget(hostFd: number): void {
    this.#losses?.forget(hostFd);
  }

  /** Does a loss of the next n wait for segments? */
  get countsLosses(): boolean {
    return this.#losses?.areCounted ?? false;
  }

  /** See `Losses.sendStep`. */
  sendStep(hostFd: number): number | null {
    return this.#losses?.sendStep(hostFd) ?? null;
  }

  pause(): void {
    if (this.#state === 'closed') return;
    this.#state = 'paused';
    this.#stopListening();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'watching';
    this.drain();
    this.#listen();
  }

  close(): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#stopListening();
    this.#capture?.close();
  }

  #listen(): void {
    if (this.#capture === null || this.#state !== 'watching' || this.#watch !== null) return;
    const { platform, poller, moved } = this.#options;
    const entry = { hostFd: this.#capture.fd, events: platform.constants.POLLIN ?? 0 };
    const listen = this.#options.guard(() => {
      this.#listen();
    });
    const readable = this.#options.guard(() => {
      // It may have waited for its turn, and nobody listens any more, or anew.
      if (this.#watch !== watch) return;
      this.#watch = null;
      const before = this.#packets;
      this.drain();
      if (this.#packets > before) moved();
      // What calls bring about is read after each of them; being woken for it, too, would cost more than the calls.
      this.#listenAgain = setTimeout(listen, quietMs);
    });
    const watch = poller.watch([entry], readable);
    this.#watch = watch;
  }

  #stopListening(): void {
    clearTimeout(this.#listenAgain);
    if (this.#watch !== null) this.#options.poller.cancel(this.#watch);
    this.#watch = null;
  }

  #report(packet: Captured, toSessionMs: number): void {
    switch (packet.protocol) {
      case 'tcp':
        return this.#reportSegment(packet, toSessionMs);
      default:
        return packet.protocol satisfies never;
    }
  }

  #reportSegment(packet: Captured<TcpPacket>, toSessionMs: number): void {
    const conversation = this.#conversationOf(packet);
    this.#attribute(conversation, packet);
    const end = (at: Endpoint) => {
      const owner = conversation.ownerOf(at);
      return { ...at, program: owner?.program ?? null, socket: owner?.id ?? null };
    };
    const seenAt = Math.round((packet.seenAtMs + toSessionMs) * 1000);
    this.#lastSentAt = Math.min(Math.max(seenAt, this.#lastSentAt), this.#options.now());
    this.#packets += 1;
    const read = conversation.read(packet);
    this.#options.emit({
      type: 'segment',
      segment: {
        number: this.#packets,
        sentAt: this.#lastSentAt,
        from: end(packet.from),
        to: end(packet.to),
        ...read,
        payloadBytes: packet.payloadBytes,
        payload: packet.payload.subarray(0, firstBytes).toString('base64'),
        lost: this.#losses?.takes(packet) ?? false,
      },
    });
  }

  #conversationOf(packet: TcpPacket): Conversation {
    const names = [packet.from, packet.to].map(({ address, port }) => `${address} ${String(port)}`);
    const key = names.sort().join(' ');
    const known = this.#conversations.get(key);
    if (known !== undefined && !known.isSucceededBy(packet)) return known;
    const conversation = new Conversation(packet);
    this.#conversations.delete(key);
    this.#conversations.set(key, conversation);
    if (this.#conversations.size > mostConversations) {
      const [oldest] = this.#conversations.keys();
      if (oldest !== undefined) this.#conversations.delete(oldest);
    }
    return conversation;
  }

  /** Finds out who is at the ends of a connection; sockets that have gone since stay known. */
  #attribute(conversation: Conversation, { from, to }: Packet): void {
    const { look, socketAt } = this.#options;
    const find = () => {
      const [sender, receiver] = [socketAt(from, to), socketAt(to, from)];
      if (sender !== null) conversation.attribute(from, sender);
      if (receiver !== null) conversation.attribute(to, receiver);
      return sender !== null && receiver !== null;
    };
    const isKnown = find();
    if (isKnown || conversation.isLookedAt) return;
    conversation.isLookedAt = true;
    look();
    find();
  }
}
