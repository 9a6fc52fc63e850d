import { assemble, bpf } from '#server/kernel/observe/filter.ts';
import { type Packet, readPacket } from '#server/kernel/observe/packet.ts';
import { errnoOf, getsockopt } from '#server/kernel/system/libc.ts';
import { linux } from '#server/kernel/system/linux.ts';
import { openPacketSocket, readPackets } from '#server/kernel/system/packet-socket.ts';

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

export interface CapturedPacket extends Packet {
  /** Of the kernel's clock, ms since 1970. */
  readonly seenAtMs: number;
}

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

  /** The segments that have come by now. */
  read(): CapturedPacket[] {
    const packets: CapturedPacket[] = [];
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
