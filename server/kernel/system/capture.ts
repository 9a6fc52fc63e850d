import { errnoOf, getsockopt } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import { openPacketSocket, readPackets } from '#server/kernel/system/packet-socket.ts';
import { type Packet, readPacket } from '#server/kernel/system/packet.ts';

/** Classic BPF (`linux/filter.h`): an array of `struct sock_filter`, made of the instructions that the lab needs. */

const instructionBytes = 8;

/** Drops the packet. */
const dropIt = 0;
/** Keeps all of it: a smaller number would cut it off. */
const keepAll = 0xffff_ffff;

/** Where a jump goes: so many instructions further than the next. */
interface Jump {
  readonly then: number;
  readonly otherwise: number;
}

type Instruction = readonly [code: number, then: number, otherwise: number, k: number];

/** A is the accumulator, X the index register, M a cell of scratch memory. */
export const bpf = {
  loadWord: (at: number): Instruction => [0x20, 0, 0, at],
  loadHalf: (at: number): Instruction => [0x28, 0, 0, at],
  loadByte: (at: number): Instruction => [0x30, 0, 0, at],
  /** A = the packet's length. */
  loadLength: (): Instruction => [0x80, 0, 0, 0],
  /** X = M[cell] */
  loadIndexFrom: (cell: number): Instruction => [0x61, 0, 0, cell],
  /** M[cell] = A */
  store: (cell: number): Instruction => [0x02, 0, 0, cell],
  /** X = A */
  copyToIndex: (): Instruction => [0x07, 0, 0, 0],
  and: (k: number): Instruction => [0x54, 0, 0, k],
  multiply: (k: number): Instruction => [0x24, 0, 0, k],
  add: (k: number): Instruction => [0x04, 0, 0, k],
  shiftRight: (k: number): Instruction => [0x74, 0, 0, k],
  xor: (k: number): Instruction => [0xa4, 0, 0, k],
  /** A ^= X */
  xorIndex: (): Instruction => [0xac, 0, 0, 0],
  /** A -= X */
  subtractIndex: (): Instruction => [0x1c, 0, 0, 0],
  ifEqual: (k: number, { then, otherwise }: Jump): Instruction => [0x15, then, otherwise, k],
  ifAtLeast: (k: number, { then, otherwise }: Jump): Instruction => [0x35, then, otherwise, k],
  ifAnyOf: (k: number, { then, otherwise }: Jump): Instruction => [0x45, then, otherwise, k],
  keep: (bytes: number = keepAll): Instruction => [0x06, 0, 0, bytes],
  /** Keeps A bytes. */
  keepLoaded: (): Instruction => [0x16, 0, 0, 0],
  drop: (): Instruction => [0x06, 0, 0, dropIt],
} as const;

export function assemble(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(instructions.length * instructionBytes);
  for (const [index, [code, then, otherwise, k]] of instructions.entries()) {
    const at = index * instructionBytes;
    program.writeUInt16LE(code, at);
    program.writeUInt8(then, at + 2);
    program.writeUInt8(otherwise, at + 3);
    program.writeUInt32LE(k >>> 0, at + 4);
  }
  return program;
}

/** Of the payload. */
const keptBytes = 64;
const ethernetBytes = 14;
const ipv4Bytes = 20;
const ipv6Bytes = 40;
const offsetByte = 12;
const SOL_PACKET = 263;
const PACKET_STATISTICS = 6;

/** Ends a program with as many bytes as the headers and the beginning of the payload take. */
const keepBeginning = (ipBytes: number) => [
  bpf.loadByte(ethernetBytes + ipBytes + offsetByte),
  bpf.and(0xf0),
  bpf.shiftRight(2),
  bpf.add(ethernetBytes + ipBytes + keptBytes),
  bpf.keepLoaded(),
];

/**
 * Keeps TCP alone, and of each segment exactly what is shown: 64 bytes of payload still fit behind the headers in the
 * kernel's copy. With more it would hold on to the whole segment, and six large ones would fill the socket's buffer.
 */
const tcpOnly = assemble([
  bpf.loadHalf(12),
  bpf.ifEqual(0x0800, { then: 0, otherwise: 7 }),
  bpf.loadByte(ethernetBytes + 9),
  bpf.ifEqual(6, { then: 0, otherwise: 13 }),
  ...keepBeginning(ipv4Bytes),
  bpf.ifEqual(0x86dd, { then: 0, otherwise: 7 }),
  bpf.loadByte(ethernetBytes + 6),
  bpf.ifEqual(6, { then: 0, otherwise: 5 }),
  ...keepBeginning(ipv6Bytes),
  bpf.drop(),
]);

export type Captured<Kind extends Packet = Packet> = Kind & {
  /** Of the kernel's clock, ms since 1970. */
  readonly seenAtMs: number;
};

/** Everything that comes along the loopback interface of one network. */
export class Capture {
  readonly fd: number;
  readonly #close: (fd: number) => void;

  private constructor(fd: number, close: (fd: number) => void) {
    this.fd = fd;
    this.#close = close;
  }

  /**
   * In the network that this thread is in; `-errno` where it is not allowed.
   *
   * @param close closes a descriptor off the event loop: this one takes the kernel about 15 ms
   */
  static open(close: (fd: number) => void): Capture | number {
    const calls = linux;
    if (calls === null) return -errnoOf('EPROTONOSUPPORT');
    const fd = openPacketSocket((opened) => calls.attachFilter(opened, tcpOnly));
    return fd < 0 ? fd : new Capture(fd, close);
  }

  /** What has come by now. */
  read(): Captured[] {
    const packets: Captured[] = [];
    readPackets(this.fd, (frame, seenAtMs) => {
      // Copied, as the frame's memory is used again.
      const packet = readPacket(Buffer.from(frame));
      if (packet !== null) packets.push({ ...packet, seenAtMs });
    });
    return packets;
  }

  /** How many segments found no room since this was last asked. */
  takeMissed(): number {
    const statistics = Buffer.alloc(8);
    getsockopt(this.fd, SOL_PACKET, PACKET_STATISTICS, statistics, new Uint32Array([statistics.length]));
    return statistics.readUInt32LE(4);
  }

  close(): void {
    this.#close(this.fd);
  }
}
