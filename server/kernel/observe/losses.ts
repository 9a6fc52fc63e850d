import type { Loss, Occurrence } from '#lib/lab/protocol.ts';
import type { RefusalCode } from '#lib/lab/protocol-codes.ts';
import { sameEnd } from '#server/kernel/observe/conversation.ts';
import { type LossRule, lossRule } from '#server/kernel/observe/loss-rule.ts';
import type { OwnedSocket } from '#server/kernel/observe/owned-socket.ts';
import type { Packet } from '#server/kernel/observe/packet.ts';
import type { SocketAddress } from '#server/kernel/system/address.ts';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { addressOf, intOption } from '#server/kernel/system/socket-facts.ts';

/** A loss that somebody asks for: on the way to `socket`, or on the way from it. */
export interface LossRequest {
  readonly socket: OwnedSocket;
  readonly direction: 'in' | 'out';
  readonly loss: Loss;
}

interface Active {
  readonly request: LossRequest;
  readonly rule: LossRule;
  /** The socket whose filter it is; segments get lost where they arrive. */
  readonly receiverFd: number;
  lostSegments: number;
}

type Losing = Extract<Occurrence, { type: 'losing' }>;

/** The losses in force in one network: a filter in the kernel each, on the socket that would receive. */
export class Losses {
  readonly #platform: Platform;
  readonly #linux: LinuxCalls;
  readonly #owned: () => Iterable<OwnedSocket>;
  readonly #emit: (occurrence: Losing) => void;
  readonly #salt: () => number;
  /** By the receiving socket. */
  readonly #active = new Map<number, Active>();

  constructor(options: {
    platform: Platform;
    linux: LinuxCalls;
    owned: () => Iterable<OwnedSocket>;
    emit: (occurrence: Losing) => void;
    /** 32 random bits. */
    salt: () => number;
  }) {
    this.#platform = options.platform;
    this.#linux = options.linux;
    this.#owned = options.owned;
    this.#emit = options.emit;
    this.#salt = options.salt;
  }

  /** Puts a loss in force in place of the one before; what came along the wire until now must have been told. */
  lose(request: LossRequest): RefusalCode | null {
    const { socket, direction, loss } = request;
    if (socket.type !== 'SOCK_STREAM') return 'LOSS_NO_SOCKET';
    const isListener = intOption(this.#platform, socket.realFd, 'SOL_SOCKET', 'SO_ACCEPTCONN') === 1;
    const concernsHandshake = loss.kind === 'all' || loss.kind === 'handshake' || loss.kind === 'nothing';
    if (isListener && (direction === 'out' || !concernsHandshake)) return 'LOSS_NO_SOCKET';
    const receiverFd = direction === 'in' ? socket.realFd : this.#peerOf(socket.realFd);
    if (receiverFd === null) return 'LOSS_NO_PEER';
    this.#replace(receiverFd, request);

    if (loss.kind === 'nothing') {
      this.#linux.detachFilter(receiverFd);
      const lostSegments = this.#active.get(receiverFd)?.lostSegments ?? 0;
      this.#active.delete(receiverFd);
      this.#tell(request, loss, lostSegments);
      return null;
    }
    const rule = lossRule(loss, this.#salt());
    const result = this.#linux.attachFilter(receiverFd, rule.program);
    if (result < 0) return 'LOSS_NOT_POSSIBLE';
    this.#active.set(receiverFd, { request, rule, receiverFd, lostSegments: 0 });
    this.#tell(request, loss, 0);
    return null;
  }

  /** Does a loss of the next n wait for segments? */
  get areCounted(): boolean {
    for (const { rule } of this.#active.values()) if (rule.loss.kind === 'next') return true;
    return false;
  }

  /** The descriptor is about to be closed. */
  forget(realFd: number): void {
    this.#active.delete(realFd);
  }

  /** Was this segment lost? Counts it, and ends a loss of the next n when it was the last. */
  takes(packet: Packet): boolean {
    for (const active of this.#active.values()) {
      if (!active.rule.loses(packet) || !this.#isFor(active.receiverFd, packet)) continue;
      active.lostSegments += 1;
      const { loss } = active.rule;
      if (loss.kind === 'next' && active.lostSegments >= loss.segments) this.#exhaust(active);
      return true;
    }
    return false;
  }

  /**
   * How many bytes may be handed to the kernel at once: one segment while the next n are to be lost, so that the n-th is
   * known before the one after it leaves; `null`: any number.
   */
  sendStep(senderFd: number): number | null {
    for (const { rule, receiverFd } of this.#active.values()) {
      if (rule.loss.kind === 'next' && this.#peerOf(receiverFd) === senderFd) {
        return intOption(this.#platform, senderFd, 'IPPROTO_TCP', 'TCP_MAXSEG');
      }
    }
    return null;
  }

  /** A socket has one filter: what was asked for by another name is in force no longer, and that is told. */
  #replace(receiverFd: number, { socket, direction }: LossRequest): void {
    const before = this.#active.get(receiverFd);
    if (before === undefined) return;
    const { request, lostSegments } = before;
    const isSame = request.socket.realFd === socket.realFd && request.direction === direction;
    if (!isSame) this.#tell(request, { kind: 'nothing' }, lostSegments);
  }

  #exhaust({ request, receiverFd, lostSegments }: Active): void {
    this.#linux.detachFilter(receiverFd);
    this.#active.delete(receiverFd);
    this.#tell(request, { kind: 'nothing' }, lostSegments);
  }

  #tell({ socket: { program, fd }, direction }: LossRequest, loss: Loss, lostSegments: number): void {
    this.#emit({ type: 'losing', program, fd, direction, loss, lostSegments });
  }

  #isFor(receiverFd: number, { from, to, flags }: Packet): boolean {
    const local = this.#address(receiverFd, 'local');
    if (local?.port !== to.port) return false;
    const peer = this.#address(receiverFd, 'peer');
    if (peer !== null) return sameEnd(plain(peer), from) && sameEnd(plain(local), to);
    // A listener gets the SYNs alone; a socket that is connecting has no peer yet, but its port is its own.
    const isListener = intOption(this.#platform, receiverFd, 'SOL_SOCKET', 'SO_ACCEPTCONN') === 1;
    return !isListener || (flags.includes('SYN') && !flags.includes('ACK'));
  }

  /** The socket of the session at the other end of a connection. */
  #peerOf(realFd: number): number | null {
    const [local, peer] = [this.#address(realFd, 'local'), this.#address(realFd, 'peer')];
    if (local === null || peer === null) return null;
    for (const other of this.#owned()) {
      const [itsLocal, itsPeer] = [this.#address(other.realFd, 'local'), this.#address(other.realFd, 'peer')];
      if (itsLocal === null || itsPeer === null) continue;
      if (sameEnd(plain(itsLocal), plain(peer)) && sameEnd(plain(itsPeer), plain(local))) return other.realFd;
    }
    return null;
  }

  #address(realFd: number, end: 'local' | 'peer'): SocketAddress | null {
    const address = addressOf(this.#platform, realFd, end);
    return typeof address === 'number' ? null : address;
  }
}

/** An IPv4 connection of an IPv6 socket is IPv4 on the wire. */
function plain({ address, port }: SocketAddress): { address: string; port: number } {
  return { address: address.replace(/^::ffff:(?=\d+\.)/, ''), port };
}
