import { closeSync, fstatSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { type Failure, failure, type Result, success } from '#lib/failures/result.ts';
import { answerOf, close, codeOfErrno, errnoOf, errorText, socket } from '#server/kernel/system/libc.ts';
import { settlePrivileges } from '#server/kernel/network/privileges.ts';
import type { LinuxCalls } from '#server/kernel/system/linux.ts';

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
 * open no sockets, so it does not matter to them where they began. `null`: nowhere known, so it has to be moved before
 * anything depends on it.
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
    if (typeof began === 'number') return failure(noNetwork(began));
    const moved = moveTo(linux, began);
    const unshared = moved < 0 ? moved : linux.unshareNetwork();
    if (unshared < 0) return failure(noNetwork(unshared));
    // Until it has a descriptor, the new network is nowhere that one could come back to.
    inside = null;
    const place = currentPlace();
    if (typeof place === 'number') {
      moveTo(linux, began);
      return failure(noNetwork(place));
    }
    inside = place;
    const namespace = new NetworkNamespace(linux, place);
    const set = setAsInBase();
    const up = set < 0 ? set : bringLoopbackUp(linux);
    if (up === 0) return success(namespace);
    namespace.close();
    return failure(noNetwork(up));
  }

  /**
   * A socket belongs forever to the network that the thread is in when it is opened. The thread stays there afterwards:
   * going back after each socket would double the cost of opening one, and nothing but opening a socket, making a network
   * and reading its settings depends on where the thread is. Each of these moves it first. 0, or `-errno`: nothing that
   * depends on it may be done then.
   */
  enter(): number {
    return moveTo(this.#linux, this.#place);
  }

  close(): void {
    try {
      if (inside === this.#place && base !== null) moveTo(this.#linux, base);
    } finally {
      closeSync(this.#place.fd);
    }
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

/** Where no setting can be written, the table was not made small either. */
const notWritable: ReadonlySet<number> = new Set(
  ['EACCES', 'EPERM', 'EROFS', 'ENOENT'].map((code) => -errnoOf(code)),
);

/** For the network that this thread is in; 0 or `-errno`: a network with other settings would not be like the others. */
function setAsInBase(): number {
  try {
    for (const [setting, value] of ofBase) writeFileSync(setting, value);
    return 0;
  } catch (error) {
    const result = answerOf(error);
    return notWritable.has(result) ? 0 : result;
  }
}

/** Or `-errno`. */
function beginInBase(): Place | number {
  if (base !== null) return base;
  if (!isMainThread) throw new Error('Only the main thread moves between networks.');
  try {
    ofBase = shrunk.map((setting) => [setting, readFileSync(setting, 'latin1').trim()]);
  } catch (error) {
    return answerOf(error);
  }
  const place = currentPlace();
  if (typeof place === 'number') return place;
  base = place;
  inside = place;
  return place;
}

/** Or `-errno`. */
function currentPlace(): Place | number {
  let fd: number | null = null;
  try {
    fd = openSync(networkOfThisThread, 'r');
    return { fd, inode: fstatSync(fd).ino };
  } catch (error) {
    if (fd !== null) closeSync(fd);
    return answerOf(error);
  }
}

/**
 * 0, or `-errno`: then the thread is nowhere that is known, or has privileges that it should not have. Throws where it is not in
 * the network that it was left in: a socket would be opened in somebody else's.
 */
function moveTo(linux: LinuxCalls, place: Place): number {
  const settled = settlePrivileges(linux);
  if (settled < 0) return settled;
  if (inside === place) return stillIn(place);
  inside = null;
  const entered = linux.enterNetwork(place.fd);
  if (entered === 0) inside = place;
  return entered;
}

function stillIn({ inode }: Place): number {
  let now: number;
  try {
    now = statSync(networkOfThisThread).ino;
  } catch (error) {
    return answerOf(error);
  }
  if (now !== inode) throw new Error('The thread is not in the network that it was left in.');
  return 0;
}
