import { closeSync, fstatSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import { close, codeOfErrno, errorText, socket } from '#server/kernel/system/libc.ts';
import {
  capabilitiesOfOptions,
  capabilityToBindLowPorts,
  type LinuxCalls,
} from '#server/kernel/system/linux.ts';

/** Takes from this thread the privilege to bind ports below 1024; 0 or `-errno`. It can be lent again. */
export function dropPrivilege(linux: LinuxCalls): number {
  return linux.setCapability(capabilityToBindLowPorts, false);
}

/** Makes a system call with that privilege. */
export function lendPrivilege<Value>(linux: LinuxCalls, call: () => Value): Value {
  const raised = linux.setCapability(capabilityToBindLowPorts, true);
  if (raised < 0) throw new Error(`capset answered ${String(raised)}.`);
  try {
    return call();
  } finally {
    dropPrivilege(linux);
  }
}

/** Makes a system call without the privileges that options of sockets ask for, as a student's program has none. */
export function withoutPrivilege<Value>(linux: LinuxCalls, call: () => Value): Value {
  for (const capability of capabilitiesOfOptions) linux.setCapability(capability, false);
  try {
    return call();
  } finally {
    for (const capability of capabilitiesOfOptions) linux.setCapability(capability, true);
  }
}

/** @param result `-errno` */
export function noNetwork(result: number): Failure {
  return {
    code: codeOfErrno(-result),
    message: `The kernel gave no network: ${errorText(-result)}.`,
    help: 'Try again in a moment.',
  };
}

const networkOfThisThread = '/proc/thread-self/ns/net';

/** A network, by a descriptor of its file in `/proc`. */
interface Place {
  readonly fd: number;
  /** What the kernel knows it by. */
  readonly inode: number;
}

/** The network that this thread began in. Sessions' networks are made from it, as they take some settings from it. */
let base: Place | null = null;
/**
 * The network that this thread is in now. Only the main thread moves, and only by this module: threads of libuv's pool
 * open no sockets, so it does not matter to them where they began.
 */
let inside: Place | null = null;

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
  readonly #place: Place;

  private constructor(linux: LinuxCalls, place: Place) {
    this.#linux = linux;
    this.#place = place;
  }

  /** A new one, with `lo` up and this thread inside. */
  static create(linux: LinuxCalls): Result<NetworkNamespace> {
    const began = beginInBase();
    moveTo(linux, began);
    const unshared = linux.unshareNetwork();
    if (unshared < 0) return failure(noNetwork(unshared));
    const place = currentPlace();
    inside = place;
    const namespace = new NetworkNamespace(linux, place);
    setAsInBase();
    const up = bringLoopbackUp(linux);
    if (up === 0) return success(namespace);
    namespace.close();
    return failure(noNetwork(up));
  }

  /**
   * A socket belongs forever to the network that the thread is in when it is opened. The thread stays there afterwards:
   * going back after each socket would double the cost of opening one, and nothing but opening a socket, making a network
   * and reading its settings depends on where the thread is. Each of these moves it first.
   */
  enter(): void {
    moveTo(this.#linux, this.#place);
  }

  close(): void {
    if (inside === this.#place && base !== null) moveTo(this.#linux, base);
    closeSync(this.#place.fd);
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

function beginInBase(): Place {
  if (base !== null) return base;
  if (!isMainThread) throw new Error('Only the main thread moves between networks.');
  base = currentPlace();
  inside = base;
  ofBase = shrunk.map((setting) => [setting, readFileSync(setting, 'latin1').trim()]);
  return base;
}

function currentPlace(): Place {
  const fd = openSync(networkOfThisThread, 'r');
  return { fd, inode: fstatSync(fd).ino };
}

/** Throws where the thread is not in the network that it was left in: a socket would be opened in somebody else's. */
function moveTo(linux: LinuxCalls, place: Place): void {
  if (inside === place) {
    if (statSync(networkOfThisThread).ino === place.inode) return;
    throw new Error('The thread is not in the network that it was left in.');
  }
  const entered = linux.enterNetwork(place.fd);
  if (entered < 0) throw new Error(`setns answered ${String(entered)}.`);
  inside = place;
}
