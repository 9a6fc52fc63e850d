/**
 * `AF_PACKET` sockets with a ring that the kernel writes into and this process reads without a system call
 * (`packet(7)`, `Documentation/networking/packet_mmap.rst`): the third door to koffi. Linux only.
 */
import koffi from 'koffi';
import { bind, close, setsockopt, socket } from '#server/kernel/system/libc.ts';

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const ETH_P_ALL = 3;
const SOL_PACKET = 263;
const PACKET_RX_RING = 5;
const PACKET_VERSION = 10;
const PACKET_IGNORE_OUTGOING = 23;
const TPACKET_V2 = 1;
const PROT_READ_WRITE = 3;
const MAP_SHARED = 1;
/** `lo` is the first interface of every network. */
const loopbackIndex = 1;

export const frameBytes = 256;
const blockBytes = 4096;

export interface PacketRing {
  readonly fd: number;
  /** `frames` frames of `frameBytes`, each begun by a `struct tpacket2_hdr`. Must not be touched after `unmap`. */
  readonly memory: ArrayBuffer;
  readonly frames: number;
  /** Takes the memory away; the descriptor is the caller's to close, which takes the kernel about 15 ms. */
  unmap(): void;
}

interface Mapping {
  map: (at: null, length: number, protection: number, flags: number, fd: number, offset: number) => unknown;
  unmap: (at: unknown, length: number) => number;
}

let loaded: Mapping | null = null;
function mapping(): Mapping {
  if (loaded === null) {
    const library = koffi.load(null);
    loaded = {
      map: library.func('void *mmap(void *, size_t, int, int, int, long)') as Mapping['map'],
      unmap: library.func('int munmap(void *, size_t)') as Mapping['unmap'],
    };
  }
  return loaded;
}

function ints(...values: number[]): Uint8Array {
  return new Uint8Array(new Uint32Array(values).buffer);
}

/**
 * Opens a ring on the loopback interface of the network that this thread is in. Each packet is seen once, where it
 * arrives. `-errno` where it is not allowed.
 *
 * @param attach puts a filter on the socket before the first packet comes
 */
export function openPacketRing(blocks: number, attach: (fd: number) => number): PacketRing | number {
  const fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (fd < 0) return fd;
  const set = (option: number, value: Uint8Array) => setsockopt(fd, SOL_PACKET, option, value, value.length);
  const frames = (blocks * blockBytes) / frameBytes;
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(loopbackIndex, 4);
  const steps = [
    () => set(PACKET_VERSION, ints(TPACKET_V2)),
    () => set(PACKET_IGNORE_OUTGOING, ints(1)),
    () => set(PACKET_RX_RING, ints(blockBytes, blocks, frameBytes, frames)),
    () => attach(fd),
    () => bind(fd, address, address.length),
  ];
  for (const step of steps) {
    const result = step();
    if (result < 0) {
      close(fd);
      return result;
    }
  }
  const length = blocks * blockBytes;
  const at = mapping().map(null, length, PROT_READ_WRITE, MAP_SHARED, fd, 0);
  if (koffi.address(at) === 2n ** 64n - 1n) {
    const errno = koffi.errno();
    close(fd);
    return -errno;
  }
  return {
    fd,
    frames,
    memory: koffi.view(at, length),
    unmap: () => void mapping().unmap(at, length),
  };
}
