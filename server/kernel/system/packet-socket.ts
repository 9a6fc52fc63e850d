/**
 * `AF_PACKET` sockets (`packet(7)`), read many packets at a time. Linux only.
 *
 * A ring in shared memory would save the system call, but the kernel takes some 10 ms to set one up and again to take it
 * down, in which it waits for all processors.
 */
import { addressInMemory, systemCall } from '#server/kernel/system/c-library.ts';
import { bind, close, setsockopt, socket } from '#server/kernel/system/libc.ts';

const AF_PACKET = 17;
const SOCK_RAW = 3;
const SOCK_NONBLOCK = 0o4000;
const SOCK_CLOEXEC = 0o2000000;
const ETH_P_ALL = 3;
const SOL_SOCKET = 1;
const SO_RCVBUF = 8;
const SO_TIMESTAMPNS = 35;
const SOL_PACKET = 263;
const PACKET_IGNORE_OUTGOING = 23;
const MSG_DONTWAIT = 0x40;
/** `lo` is the first interface of every network. */
const loopbackIndex = 1;
/** As much as the kernel grants anybody: room for some 400 packets cut to their headers. */
const bufferBytes = 212_992;

function int(value: number): Uint8Array {
  return new Uint8Array(new Int32Array([value]).buffer);
}

/**
 * Opens one on the loopback interface of the network that this thread is in. Each packet is seen once, where it arrives.
 * `-errno` where it is not allowed.
 *
 * @param attach puts a filter on the socket before the first packet comes
 */
export function openPacketSocket(attach: (fd: number) => number): number {
  const fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return fd;
  const address = Buffer.alloc(20);
  address.writeUInt16LE(AF_PACKET, 0);
  address.writeUInt16BE(ETH_P_ALL, 2);
  address.writeInt32LE(loopbackIndex, 4);
  const steps = [
    () => setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, int(1), 4),
    () => setsockopt(fd, SOL_SOCKET, SO_RCVBUF, int(bufferBytes), 4),
    () => setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, int(1), 4),
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
  return fd;
}

/** Of one packet. */
const snapBytes = 256;
const batch = 32;
/** `struct mmsghdr` on 64-bit Linux: `struct msghdr` (56 bytes), the length of what came, padding. */
const headerBytes = 64;
const vectorBytes = 16;
const controlBytes = 64;
const controlLengthAt = 40;
const receivedAt = 56;

interface Receiver {
  receive: (fd: number, headers: Uint8Array, count: number, flags: number, timeout: null) => number;
  headers: Buffer;
  /** Only the kernel reads them, but they must live as long as the headers that point at them. */
  vectors: Buffer;
  controls: Buffer;
  frames: Buffer;
}

let made: Receiver | null = null;

/** The structures point at each other's memory, which stays where it is; one set serves every socket. */
function receiver(): Receiver {
  if (made !== null) return made;
  // Not from Node's pool, which is shared.
  const allocate = (length: number) => Buffer.from(new ArrayBuffer(length));
  const headers = allocate(batch * headerBytes);
  const vectors = allocate(batch * vectorBytes);
  const controls = allocate(batch * controlBytes);
  const frames = allocate(batch * snapBytes);
  const [vectorsAt, controlsAt, framesAt] = [vectors, controls, frames].map((memory) =>
    addressInMemory(memory),
  );
  if (vectorsAt === undefined || controlsAt === undefined || framesAt === undefined) {
    throw new Error('Memory has an address.');
  }
  for (let index = 0; index < batch; index++) {
    vectors.writeBigUInt64LE(framesAt + BigInt(index * snapBytes), index * vectorBytes);
    vectors.writeBigUInt64LE(BigInt(snapBytes), index * vectorBytes + 8);
    const header = index * headerBytes;
    headers.writeBigUInt64LE(vectorsAt + BigInt(index * vectorBytes), header + 16);
    headers.writeBigUInt64LE(1n, header + 24);
    headers.writeBigUInt64LE(controlsAt + BigInt(index * controlBytes), header + 32);
    headers.writeBigUInt64LE(BigInt(controlBytes), header + controlLengthAt);
  }
  const receive = systemCall<Parameters<Receiver['receive']>>(
    'int recvmmsg(int, _Inout_ void *, uint32_t, int, void *)',
  );
  made = { receive, headers, vectors, controls, frames };
  return made;
}

/**
 * Hands every packet that has come by now to `take`: its first bytes, in memory that is used again, and when the kernel
 * saw it, in ms since 1970.
 */
export function readPackets(fd: number, take: (frame: Buffer, seenAtMs: number) => void): void {
  const { receive, headers, controls, frames } = receiver();
  for (;;) {
    const count = receive(fd, headers, batch, MSG_DONTWAIT, null);
    for (let index = 0; index < count; index++) {
      const length = headers.readUInt32LE(index * headerBytes + receivedAt);
      // How much room there is, where the kernel has written how much it used.
      headers.writeUInt32LE(controlBytes, index * headerBytes + controlLengthAt);
      // The only control message is the time: a header of 16 bytes, seconds, nanoseconds.
      const at = index * controlBytes + 16;
      const seconds = controls.readUInt32LE(at) + controls.readInt32LE(at + 4) * 2 ** 32;
      const nanoseconds = controls.readUInt32LE(at + 8);
      take(
        frames.subarray(index * snapBytes, index * snapBytes + length),
        seconds * 1000 + nanoseconds / 1e6,
      );
    }
    if (count < batch) return;
  }
}
