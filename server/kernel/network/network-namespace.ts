import { closeSync, openSync } from 'node:fs';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';
import { close, errnoOf, socket } from '#server/kernel/system/libc.ts';

const networkOfThisThread = '/proc/thread-self/ns/net';

/** The network that this thread began in. Sessions' networks are made from it, as they take some settings from it. */
let base: number | null = null;
/** The descriptor of the network that this thread is in now; `null`: the base. */
let inside: number | null = null;

/** The kernel takes networks apart in the background, so that room for a new one may come a moment later. */
const pausesMs = [1, 4, 16, 32, 64, 128];
const passing = new Set([errnoOf('ENOSPC'), errnoOf('EAGAIN'), errnoOf('ENOMEM')].map((errno) => -errno));
const stopwatch = new Int32Array(new SharedArrayBuffer(4));

/** A network namespace: links, routes, ports and sockets of its own. It ends with its last socket. */
export class NetworkNamespace {
  readonly #linux: LinuxCalls;
  readonly #fd: number;

  private constructor(linux: LinuxCalls, fd: number) {
    this.#linux = linux;
    this.#fd = fd;
  }

  /** A new one, with `lo` up and this thread inside; `-errno` when the kernel gives none. May wait a quarter of a second. */
  static create(linux: LinuxCalls): NetworkNamespace | number {
    base ??= openSync(networkOfThisThread, 'r');
    leave(linux);
    const unshared = unshare(linux);
    if (unshared < 0) return unshared;
    const namespace = new NetworkNamespace(linux, openSync(networkOfThisThread, 'r'));
    inside = namespace.#fd;
    const up = bringLoopbackUp(linux);
    if (up === 0) return namespace;
    namespace.close();
    return up;
  }

  /** A socket belongs for ever to the network that the thread is in when it is opened. */
  enter(): void {
    if (inside === this.#fd) return;
    move(this.#linux, this.#fd);
    inside = this.#fd;
  }

  close(): void {
    if (inside === this.#fd) leave(this.#linux);
    closeSync(this.#fd);
  }
}

/** Of the network that this thread is in; 0 or `-errno`. */
export function bringLoopbackUp(linux: LinuxCalls): number {
  const AF_INET = 2;
  const SOCK_STREAM = 1;
  const fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return fd;
  const up = linux.bringUp(fd, 'lo');
  close(fd);
  return up;
}

function leave(linux: LinuxCalls): void {
  if (inside === null || base === null) return;
  move(linux, base);
  inside = null;
}

function move(linux: LinuxCalls, fd: number): void {
  const entered = linux.enterNetwork(fd);
  if (entered < 0) throw new Error(`setns answered ${String(entered)}.`);
}

function unshare(linux: LinuxCalls): number {
  for (const pauseMs of pausesMs) {
    const result = linux.unshareNetwork();
    if (!passing.has(result)) return result;
    Atomics.wait(stopwatch, 0, 0, pauseMs);
  }
  return linux.unshareNetwork();
}
