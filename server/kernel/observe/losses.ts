import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { Loss, EventBody } from '#lib/lab/protocol/messages.ts';
import { sameEnd } from '#server/kernel/observe/conversation.ts';
import type { SocketAddress } from '#server/kernel/system/address.ts';
import { assemble, bpf } from '#server/kernel/system/capture.ts';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import { bytesWithTimestamp, type TcpPacket, timestampAt } from '#server/kernel/system/packet.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { addressOf, intOption } from '#server/kernel/system/socket-facts.ts';

/** A loss that really drops something. */
type ActiveLoss = Exclude<Loss, { kind: 'nothing' }>;

const flagsAt = 13;
const synBit = 0x02;
const headerLengthAt = 12;
/** Offsets from here on count from the network header (`SKF_NET_OFF`), all others from the TCP header. */
const networkHeader = -0x100000;
const identificationAt = networkHeader + 4;
/** Odd constants of multiplicative hashing, so that each bit of the input reaches the upper bits of the product. */
const factors = [0x9e37_79b1, 0x85eb_ca6b, 0xc2b2_ae35] as const;

/**
 * What is lost on the way to a socket, twice over: as a filter that the kernel runs on the receiving socket, and as the
 * same decision about a captured packet, so that lost segments can be marked. Chance is a hash of what differs between a
 * segment and its repetition (its place, its number, its time), salted anew for each rule.
 *
 * @param salt 32 random bits
 */
interface LossRule {
  readonly loss: ActiveLoss;
  readonly program: Buffer;
  drops(packet: TcpPacket): boolean;
}

function lossRule(loss: ActiveLoss, salt: number): LossRule {
  switch (loss.kind) {
    case 'all':
      return { loss, program: assemble([bpf.drop()]), drops: () => true };
    case 'handshake':
      return {
        loss,
        program: assemble([
          bpf.loadByte(flagsAt),
          bpf.ifAnyOf(synBit, { then: 1, otherwise: 0 }),
          bpf.keep(),
          bpf.drop(),
        ]),
        drops: ({ flags }) => flags.includes('SYN'),
      };
    case 'next':
      return {
        loss,
        program: assemble([...ifData(1), bpf.keep(), bpf.drop()]),
        drops: ({ payloadBytes }) => payloadBytes > 0,
      };
    case 'share': {
      const threshold = Math.round(loss.probability * 2 ** 32);
      return {
        loss,
        program: shareProgram(salt, threshold),
        drops: (packet) => packet.payloadBytes > 0 && chance(packet, salt) < threshold,
      };
    }
  }
}

/** Skips `otherwise` instructions further when there is payload behind the header; X = the header's length. */
function ifData(otherwise: number) {
  return [
    bpf.loadByte(headerLengthAt),
    bpf.and(0xf0),
    bpf.shiftRight(2),
    bpf.copyToIndex(),
    bpf.loadLength(),
    bpf.subtractIndex(),
    bpf.ifEqual(0, { then: 0, otherwise }),
  ];
}

function shareProgram(salt: number, threshold: number): Buffer {
  const timestamp = 1;
  const [first, second, third] = factors;
  return assemble([
    ...ifData(1),
    bpf.keep(),
    // M[timestamp] = the timestamp, 0 when the header has no room for one.
    bpf.loadByte(headerLengthAt),
    bpf.shiftRight(2),
    bpf.and(0x3c),
    bpf.ifAtLeast(bytesWithTimestamp, { then: 1, otherwise: 0 }),
    bpf.and(0),
    bpf.ifEqual(0, { then: 1, otherwise: 0 }),
    bpf.loadWord(timestampAt),
    bpf.store(timestamp),
    bpf.loadWord(4),
    bpf.xor(salt),
    bpf.multiply(first),
    bpf.loadIndexFrom(timestamp),
    bpf.xorIndex(),
    bpf.multiply(second),
    bpf.store(0),
    bpf.loadHalf(identificationAt),
    bpf.loadIndexFrom(0),
    bpf.xorIndex(),
    bpf.multiply(third),
    bpf.store(0),
    bpf.shiftRight(15),
    bpf.loadIndexFrom(0),
    bpf.xorIndex(),
    bpf.multiply(second),
    bpf.ifAtLeast(threshold, { then: 0, otherwise: 1 }),
    bpf.keep(),
    bpf.drop(),
  ]);
}

/** The filter's computation, in 32 bits without a sign. */
function chance({ sequence, marks }: TcpPacket, salt: number): number {
  const [first, second, third] = factors;
  let hash = Math.imul(sequence ^ salt, first);
  hash = Math.imul(hash ^ marks.timestamp, second);
  hash = Math.imul(hash ^ marks.identification, third);
  hash = Math.imul(hash ^ (hash >>> 15), second);
  return hash >>> 0;
}

/** RFC 9293 § 3.7.1: what any host takes, where the kernel does not say how large a segment is. */
const smallestSegment = 536;

/** A loss that a request puts in force: on the way to `socket`, or on the way from it. */
export interface LossRequest {
  readonly id: number;
  readonly socket: OwnedSocket;
  readonly direction: 'in' | 'out';
  readonly loss: Loss;
}

interface Active {
  readonly request: LossRequest;
  readonly rule: LossRule;
  /** The socket whose filter it is; segments are dropped where they arrive. */
  readonly receiverFd: number;
  lostSegments: number;
}

type Dropping = Extract<EventBody, { type: 'dropping' }>;

/** The losses in force in one network: a filter in the kernel each, on the socket that would receive. */
export class Losses {
  readonly #platform: Platform;
  readonly #linux: LinuxCalls;
  readonly #owned: () => Iterable<OwnedSocket>;
  readonly #emit: (event: Dropping) => void;
  readonly #salt: () => number;
  /** By the receiving socket. */
  readonly #active = new Map<number, Active>();

  constructor(options: {
    platform: Platform;
    linux: LinuxCalls;
    owned: () => Iterable<OwnedSocket>;
    emit: (event: Dropping) => void;
    /** 32 random bits. */
    salt: () => number;
  }) {
    this.#platform = options.platform;
    this.#linux = options.linux;
    this.#owned = options.owned;
    this.#emit = options.emit;
    this.#salt = options.salt;
  }

  /** Puts a loss in force in place of the one before; what came along the wire until now must have been reported. */
  drop(request: LossRequest): RefusalCode | null {
    const { socket, direction, loss } = request;
    if (socket.type !== 'SOCK_STREAM') return 'LOSS_NO_SOCKET';
    const isListener = intOption(this.#platform, socket.hostFd, 'SOL_SOCKET', 'SO_ACCEPTCONN') === 1;
    const concernsHandshake = loss.kind === 'all' || loss.kind === 'handshake' || loss.kind === 'nothing';
    if (isListener && (direction === 'out' || !concernsHandshake)) return 'LOSS_NO_SOCKET';
    const receiverFd = direction === 'in' ? socket.hostFd : this.#peerOf(socket.hostFd);
    if (receiverFd === null) return 'LOSS_NO_PEER';
    this.#replace(receiverFd, request);

    if (loss.kind === 'nothing') {
      this.#linux.detachFilter(receiverFd);
      const lostSegments = this.#active.get(receiverFd)?.lostSegments ?? 0;
      this.#active.delete(receiverFd);
      this.#report(request, loss, lostSegments, request.id);
      return null;
    }
    const rule = lossRule(loss, this.#salt());
    const result = this.#linux.attachFilter(receiverFd, rule.program);
    if (result < 0) return 'LOSS_NOT_POSSIBLE';
    this.#active.set(receiverFd, { request, rule, receiverFd, lostSegments: 0 });
    this.#report(request, loss, 0, request.id);
    return null;
  }

  /** Does a loss of the next n wait for segments? */
  get areCounted(): boolean {
    for (const { rule } of this.#active.values()) if (rule.loss.kind === 'next') return true;
    return false;
  }

  /** The descriptor is about to be closed. */
  forget(hostFd: number): void {
    this.#active.delete(hostFd);
  }

  /** Was this segment lost? Counts it, and ends a loss of the next n when it was the last. */
  takes(packet: TcpPacket): boolean {
    for (const active of this.#active.values()) {
      if (!active.rule.drops(packet) || !this.#isFor(active.receiverFd, packet)) continue;
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
        const segment = intOption(this.#platform, senderFd, 'IPPROTO_TCP', 'TCP_MAXSEG');
        return segment > 0 ? segment : smallestSegment;
      }
    }
    return null;
  }

  /** A socket has one filter: a loss that was put in force from the other end ends here, and that is reported. */
  #replace(receiverFd: number, { socket, direction }: LossRequest): void {
    const before = this.#active.get(receiverFd);
    if (before === undefined) return;
    const { request, lostSegments } = before;
    const isSame = request.socket.hostFd === socket.hostFd && request.direction === direction;
    if (!isSame) this.#report(request, { kind: 'nothing' }, lostSegments, null);
  }

  #exhaust({ request, receiverFd, lostSegments }: Active): void {
    this.#linux.detachFilter(receiverFd);
    this.#active.delete(receiverFd);
    this.#report(request, { kind: 'nothing' }, lostSegments, null);
  }

  /** `id`: of the request that this answers; `null`: none. */
  #report({ socket, direction }: LossRequest, loss: Loss, lostSegments: number, id: number | null): void {
    const { program, virtualFd: fd } = socket;
    this.#emit({ type: 'dropping', id, program, fd, direction, loss, lostSegments });
  }

  #isFor(receiverFd: number, { from, to, flags }: TcpPacket): boolean {
    const local = this.#address(receiverFd, 'local');
    if (local?.port !== to.port) return false;
    const peer = this.#address(receiverFd, 'peer');
    if (peer !== null) return sameEnd(plain(peer), from) && sameEnd(plain(local), to);
    // A listener gets the SYNs alone; a socket that is connecting has no peer yet, but its port is its own.
    const isListener = intOption(this.#platform, receiverFd, 'SOL_SOCKET', 'SO_ACCEPTCONN') === 1;
    return !isListener || (flags.includes('SYN') && !flags.includes('ACK'));
  }

  /** The socket of the session at the other end of a connection. */
  #peerOf(hostFd: number): number | null {
    const [local, peer] = [this.#address(hostFd, 'local'), this.#address(hostFd, 'peer')];
    if (local === null || peer === null) return null;
    for (const other of this.#owned()) {
      const [itsLocal, itsPeer] = [this.#address(other.hostFd, 'local'), this.#address(other.hostFd, 'peer')];
      if (itsLocal === null || itsPeer === null) continue;
      if (sameEnd(plain(itsLocal), plain(peer)) && sameEnd(plain(itsPeer), plain(local))) return other.hostFd;
    }
    return null;
  }

  #address(hostFd: number, end: 'local' | 'peer'): SocketAddress | null {
    const address = addressOf(this.#platform, hostFd, end);
    return typeof address === 'number' ? null : address;
  }
}

/** An IPv4 connection of an IPv6 socket is IPv4 on the wire. */
function plain({ address, port }: SocketAddress): { address: string; port: number } {
  return { address: address.replace(/^::ffff:(?=\d+\.)/, ''), port };
}
