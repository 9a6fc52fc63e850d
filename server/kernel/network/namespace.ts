import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { close, socket } from '#server/kernel/system/libc.ts';
import { capabilityToBindLowPorts, type LinuxCalls } from '#server/kernel/system/linux.ts';

/** Takes from this thread the privilege to bind ports below 1024; 0 or `-errno`. It can be lent again. */
export function dropPrivilege(linux: LinuxCalls): number {
  return linux.setCapability(capabilityToBindLowPorts, false);
}

/** Makes a system call with that privilege. */
export function lendPrivilege<Result>(linux: LinuxCalls, call: () => Result): Result {
  const raised = linux.setCapability(capabilityToBindLowPorts, true);
  if (raised < 0) throw new Error(`capset answered ${String(raised)}.`);
  try {
    return call();
  } finally {
    dropPrivilege(linux);
  }
}

const networkOfThisThread = '/proc/thread-self/ns/net';

/** The network that this thread began in. Sessions' networks are made from it, as they take some settings from it. */
let base: number | null = null;
/** The descriptor of the network that this thread is in now; `null`: the base. */
let inside: number | null = null;

/**
 * Computed by the kernel from the size of a network's table of connections, which is small here. With the base's values
 * sockets linger in TIME-WAIT, and queue, as they do elsewhere.
 */
const shrunk = ['tcp_max_tw_buckets', 'tcp_max_syn_backlog'].map((name) => `/proc/sys/net/ipv4/${name}`);
/** What they are in the base. */
let ofBase: readonly (readonly [setting: string, value: string])[] = [];

/** A network namespace: links, routes, ports and sockets of its own. It ends with its last socket. */
export class NetworkNamespace {
  readonly #linux: LinuxCalls;
  readonly #fd: number;

  private constructor(linux: LinuxCalls, fd: number) {
    this.#linux = linux;
    this.#fd = fd;
  }

  /** A new one, with `lo` up and this thread inside; `-errno` when the kernel gives none. */
  static create(linux: LinuxCalls): NetworkNamespace | number {
    if (base === null) {
      base = openSync(networkOfThisThread, 'r');
      ofBase = shrunk.map((setting) => [setting, readFileSync(setting, 'latin1').trim()]);
    }
    leave(linux);
    const unshared = linux.unshareNetwork();
    if (unshared < 0) return unshared;
    const namespace = new NetworkNamespace(linux, openSync(networkOfThisThread, 'r'));
    inside = namespace.#fd;
    setAsInBase();
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

/** For the network that this thread is in. */
function setAsInBase(): void {
  try {
    for (const [setting, value] of ofBase) writeFileSync(setting, value);
  } catch {
    // Where no setting can be written, the table was not made small either.
  }
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
