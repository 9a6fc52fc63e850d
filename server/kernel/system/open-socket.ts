import { fstatSync } from 'node:fs';
import type { AddressFamily } from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { lingerMs } from '#server/kernel/system/socket-facts.ts';

/** A socket that a program of the session has a descriptor of. */
export interface OwnedSocket {
  readonly program: string;
  /** The number that its program has for it. */
  readonly virtualFd: number;
  /** The sidecar's own descriptor. */
  readonly hostFd: number;
  readonly inode: number;
  readonly family: 'AF_INET' | 'AF_INET6';
  readonly type: 'SOCK_STREAM' | 'SOCK_DGRAM';
}

/**
 * A socket that a program has a descriptor of.
 *
 * A call that waits holds the socket open, as the kernel does: after `close` in another thread it lives on until that
 * call ends.
 */
export class OpenSocket {
  /** The number that its program has for it. */
  readonly virtualFd: number;
  /** The sidecar's own descriptor; always non-blocking. */
  readonly hostFd: number;
  readonly inode: number;
  readonly family: AddressFamily;
  readonly type: 'SOCK_STREAM' | 'SOCK_DGRAM';
  /** Python's timeout: `null` blocks forever, 0 never. */
  timeoutMs: number | null = null;
  readonly #release: (hostFd: number) => void;
  /** Its number is gone; it lives on for calls that hold it. */
  isClosed = false;
  #holders = 1;

  constructor(options: {
    virtualFd: number;
    hostFd: number;
    family: AddressFamily;
    type: 'SOCK_STREAM' | 'SOCK_DGRAM';
    release: (hostFd: number) => void;
  }) {
    this.virtualFd = options.virtualFd;
    this.hostFd = options.hostFd;
    this.inode = fstatSync(options.hostFd).ino;
    this.family = options.family;
    this.type = options.type;
    this.#release = options.release;
  }

  get isHeldByCall(): boolean {
    return this.#holders > 1;
  }

  hold(): void {
    this.#holders += 1;
  }

  letGo(): void {
    this.#holders -= 1;
    if (this.#holders === 0) this.#release(this.hostFd);
  }
}

/**
 * Makes a descriptor that was just opened non-blocking, so that no call ever stops the event loop. Returns it, or `-errno`: then
 * it was not opened, or is closed again.
 */
export function nonBlocking(platform: Platform, opened: number): number {
  if (opened < 0) return opened;
  const { getFlags, setFlags, nonBlocking: flag } = platform.fcntl;
  const flags = libc.fcntl(opened, getFlags, 0);
  const set = flags < 0 ? flags : libc.fcntl(opened, setFlags, flags | flag);
  if (set === 0) return opened;
  libc.close(opened);
  return set;
}

/** `struct linger`: on or off, and seconds. */
const lingerBytes = 8;

/** Lets `close` return at once; what was sent is delivered in the background. A reset (0 seconds) stays one. */
export function stopLingering(platform: Platform, hostFd: number): void {
  if (lingerMs(platform, hostFd) === null) return;
  const { SOL_SOCKET, SO_LINGER } = platform.constants;
  libc.setsockopt(hostFd, SOL_SOCKET ?? 0, SO_LINGER ?? 0, Buffer.alloc(lingerBytes), lingerBytes);
}
