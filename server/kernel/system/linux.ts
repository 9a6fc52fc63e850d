/**
 * The system calls that only Linux has. They answer as those of `libc.ts` do: the result, or `-errno`.
 */
import { addressInMemory, systemCall } from '#server/kernel/system/c-library.ts';
import { ioctl, setsockopt } from '#server/kernel/system/libc.ts';

/** Numbers of `include/uapi/linux`: `sched.h`, `capability.h`, `filter.h`, `if.h`, `sockios.h`, `asm-generic/socket.h`. */
const CLONE_NEWNET = 0x40000000;
const CAPABILITY_VERSION_3 = 0x20080522;
const SOL_SOCKET = 1;
const SO_ATTACH_FILTER = 26;
const SO_DETACH_FILTER = 27;
const SIOCGIFFLAGS = 0x8913;
const SIOCSIFFLAGS = 0x8914;
const IFF_UP = 1;
const ifreqBytes = 40;
const ifreqFlags = 16;

export const capabilityToBindLowPorts = 10; // CAP_NET_BIND_SERVICE
/** What the options of a socket may ask for: CAP_NET_ADMIN, CAP_NET_RAW. */
export const capabilitiesOfOptions = [12, 13] as const;

/** What a thread may do; each method concerns the calling thread alone. */
export interface LinuxCalls {
  /** Moves the thread into a new, empty network namespace. */
  unshareNetwork(): number;
  /** Moves the thread into the network namespace that `fd` stands for. */
  enterNetwork(fd: number): number;
  /** Switches one capability of the effective set on or off; `-EPERM` where it is not permitted. */
  setCapability(capability: number, on: boolean): number;
  /** Of the network that socket `fd` was born in. */
  bringUp(fd: number, link: string): number;
  /** `program`: an array of `struct sock_filter`, 8 bytes each (classic BPF). */
  attachFilter(fd: number, program: Uint8Array): number;
  detachFilter(fd: number): number;
}

function load(): LinuxCalls {
  const unshare = systemCall<[flags: number]>('int unshare(int)');
  const setns = systemCall<[fd: number, kind: number]>('int setns(int, int)');
  const capget = systemCall<[head: Uint8Array, sets: Uint8Array]>('int capget(_In_ void *, _Out_ void *)');
  const capset = systemCall<[head: Uint8Array, sets: Uint8Array]>('int capset(_In_ void *, const void *)');

  const head = new Uint8Array(new Uint32Array([CAPABILITY_VERSION_3, 0]).buffer);
  /** effective, permitted, inheritable; the low 32 capabilities first, then the high ones. */
  const sets = new Uint32Array(6);
  const setBytes = new Uint8Array(sets.buffer);
  /** `struct sock_fprog` on 64-bit Linux: the number of instructions, padding, a pointer to them. */
  const filterProgram = Buffer.alloc(16);
  const [instructionBytes, pointerAt] = [8, 8];

  return {
    unshareNetwork: () => unshare(CLONE_NEWNET),
    enterNetwork: (fd) => setns(fd, CLONE_NEWNET),
    setCapability(capability, on) {
      const got = capget(head, setBytes);
      if (got < 0) return got;
      const word = capability < 32 ? 0 : 3;
      const bit = 1 << (capability % 32);
      const effective = sets[word] ?? 0;
      const wanted = (on ? effective | bit : effective & ~bit) >>> 0;
      if (wanted === effective) return 0;
      sets[word] = wanted;
      return capset(head, setBytes);
    },
    bringUp(fd, link) {
      const request = Buffer.alloc(ifreqBytes);
      request.write(link, 'latin1');
      const got = ioctl(fd, SIOCGIFFLAGS, request);
      if (got < 0) return got;
      request.writeInt16LE(request.readInt16LE(ifreqFlags) | IFF_UP, ifreqFlags);
      return ioctl(fd, SIOCSIFFLAGS, request);
    },
    attachFilter(fd, program) {
      filterProgram.writeUInt16LE(program.length / instructionBytes, 0);
      filterProgram.writeBigUInt64LE(addressInMemory(program), pointerAt);
      return setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, filterProgram, filterProgram.length);
    },
    detachFilter: (fd) => setsockopt(fd, SOL_SOCKET, SO_DETACH_FILTER, new Uint8Array(4), 4),
  };
}

/** `null` on every other system. */
export const linux: LinuxCalls | null = process.platform === 'linux' ? load() : null;
