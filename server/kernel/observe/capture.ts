import { assemble, bpf } from '#server/kernel/observe/filter.ts';
import { type Packet, readPacket } from '#server/kernel/observe/packet.ts';
import { errnoOf, getsockopt } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import { frameBytes, openPacketRing, type PacketRing } from '#server/kernel/system/packet-ring.ts';

/** 512 frames, 128 KiB a session. */
const ringBlocks = 32;
/** Headers with all their options and the first 64 bytes of the payload. */
const snapBytes = 184;
/** What becomes of a frame is said in its first word. */
const ofKernel = 0;
const ofUser = 1;
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;

/** Keeps TCP alone, its beginning. */
const tcpOnly = assemble([
  bpf.loadHalf(12),
  bpf.ifEqual(0x0800, { then: 0, otherwise: 2 }),
  bpf.loadByte(23),
  bpf.ifEqual(6, { then: 3, otherwise: 4 }),
  bpf.ifEqual(0x86dd, { then: 0, otherwise: 3 }),
  bpf.loadByte(20),
  bpf.ifEqual(6, { then: 0, otherwise: 1 }),
  bpf.keep(snapBytes),
  bpf.drop(),
]);

export interface CapturedPacket extends Packet {
  /** Of the kernel's clock, ms since 1970. */
  readonly seenAtMs: number;
}

/** Everything that comes along the loopback interface of one network. */
export class Capture {
  readonly #ring: PacketRing;
  readonly #words: Int32Array;
  readonly #bytes: Buffer;
  readonly #close: (fd: number) => void;
  #next = 0;

  private constructor(ring: PacketRing, close: (fd: number) => void) {
    this.#ring = ring;
    this.#words = new Int32Array(ring.memory);
    this.#bytes = Buffer.from(ring.memory);
    this.#close = close;
  }

  /**
   * In the network that this thread is in; `-errno` where it is not allowed.
   *
   * @param close closes a descriptor off the event loop: this one takes the kernel about 15 ms
   */
  static open(close: (fd: number) => void): Capture | number {
    if (linux === null) return -errnoOf('EPROTONOSUPPORT');
    const calls = linux;
    const ring = openPacketRing(ringBlocks, (fd) => calls.attachFilter(fd, tcpOnly));
    return typeof ring === 'number' ? ring : new Capture(ring, close);
  }

  get fd(): number {
    return this.#ring.fd;
  }

  /** The next segment, `null` when there is none by now. */
  read(): CapturedPacket | null {
    for (;;) {
      const start = this.#next * frameBytes;
      const status = start / 4;
      if ((Atomics.load(this.#words, status) & ofUser) === 0) return null;
      const captured = this.#bytes.readUInt32LE(start + 8);
      const from = start + this.#bytes.readUInt16LE(start + 12);
      const seconds = this.#bytes.readUInt32LE(start + 16);
      const nanoseconds = this.#bytes.readUInt32LE(start + 20);
      // Copied: the kernel writes over the frame once it is given back.
      const packet = readPacket(Buffer.from(this.#bytes.subarray(from, from + captured)));
      Atomics.store(this.#words, status, ofKernel);
      this.#next = (this.#next + 1) % this.#ring.frames;
      if (packet !== null) return { ...packet, seenAtMs: seconds * 1000 + nanoseconds / 1e6 };
    }
  }

  /** How many segments found the ring full since this was last asked. */
  takeMissed(): number {
    const statistics = Buffer.alloc(8);
    getsockopt(this.fd, SOL_PACKET, PACKET_STATISTICS, statistics, new Uint32Array([statistics.length]));
    return statistics.readUInt32LE(4);
  }

  close(): void {
    this.#ring.unmap();
    this.#close(this.#ring.fd);
  }
}
