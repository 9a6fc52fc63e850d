import type { RefusalCode } from '#lib/lab/protocol/refusals.ts';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import {
  addressArgument,
  arity,
  bytesArgument,
  intArgument,
  type RepeatedBytes,
} from '#server/kernel/calls/arguments.ts';
import { addressTuple, opened } from '#server/kernel/calls/inspect.ts';
import type { CallDeps, Outcome, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import {
  eventsNow,
  hasTimeout,
  osError,
  Refusal,
  typeError,
  valueError,
  waitFor,
  waitUntilReady,
} from '#server/kernel/calls/raise.ts';
import {
  addressLength,
  decodeAddress,
  encodeAddress,
  type SocketAddress,
} from '#server/kernel/system/address.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { unreadBytes } from '#server/kernel/system/socket-facts.ts';

type Arguments = readonly PythonValue[];
type Flag = 'MSG_PEEK' | 'MSG_DONTWAIT' | 'MSG_WAITALL';

const wouldBlock = libc.errnoOf('EAGAIN');

const roomAwaited = { waitsFor: 'room', events: 'POLLOUT' } as const;

/** The flags of a call; those that the lab does not offer are refused. */
function flagsArgument({ constants }: Platform, flags: number, offered: readonly Flag[]): number {
  const known = offered.reduce((all, name) => all | (constants[name] ?? 0), 0);
  if ((flags & ~known) !== 0) throw new Refusal('OPTION_NOT_OFFERED');
  return flags;
}

/**
 * Has the connection failed? Check this before continuing a call that has done part of its work: the kernel would return
 * the part and keep the error for the next call, and a system call would take it away.
 */
function hasFailed({ constants }: Platform, { hostFd }: OpenSocket): boolean {
  const [events = 0] = eventsNow([{ hostFd, events: 0 }]);
  return (events & (constants.POLLERR ?? 0)) !== 0;
}

/** More than this is not made of repeated bytes at a time. */
const pieceBytes = 1024 * 1024;

/** Nothing tells when the session's sockets hold fewer bytes, so it is looked at so often. */
const sessionRoomMs = 50;

/** `send`, or `sendto` with its address. */
type SendBytes = typeof libc.send;

/**
 * Hands bytes to the kernel, from `start` on, until all are taken, it takes no more, or the session may hold no more: how
 * many it took, and errno or 0. `sessionIsFull`: the kernel would take more.
 *
 * They go in one piece, unless they are many, or losses of "the next" segments are being counted on the way (`sendStep`).
 */
function handOver(
  deps: CallDeps,
  socket: OpenSocket,
  bytes: RepeatedBytes,
  start: number,
  flags: number,
  sendBytes: SendBytes,
): { sent: number; errno: number; sessionIsFull: boolean } {
  let step = deps.sendStep(socket);
  let sent = 0;
  do {
    const room = deps.roomForBytes();
    if (room <= 0) return { sent, errno: wouldBlock, sessionIsFull: true };
    // A datagram goes whole or not at all.
    const most = socket.type === 'SOCK_STREAM' ? Math.min(pieceBytes, room) : pieceBytes;
    const rest = bytes.slice(start + sent, step ?? most);
    const result = sendBytes(socket.hostFd, rest, rest.length, flags);
    if (result < 0) return { sent, errno: -result, sessionIsFull: false };
    sent += result;
    if (!deps.sent(result)) step = null;
    if (result < rest.length) return { sent, errno: wouldBlock, sessionIsFull: false };
  } while (start + sent < bytes.length);
  return { sent, errno: 0, sessionIsFull: false };
}

/** What calls that send have in common: bytes, flags, and how far they have come. */
class Sending {
  readonly timeoutMs: number | null;
  /** Whether the call itself may wait. With a timeout, Python waits whatever the flags are. */
  readonly mayBlock: boolean;
  sent = 0;
  /** Whether it was the session's limit that took no more, and not the kernel. */
  sessionIsFull = false;
  readonly #deps: CallDeps;
  readonly #socket: OpenSocket | null;
  readonly #bytes: RepeatedBytes;
  readonly #flags: number;
  readonly #sendBytes: SendBytes;

  /** @param args the bytes, and perhaps flags */
  constructor(deps: CallDeps, args: Arguments, socket: OpenSocket | null, sendBytes: SendBytes = libc.send) {
    const { platform, limits } = deps;
    this.#bytes = bytesArgument(args[0] ?? null, limits.sendBytes);
    this.#flags = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
    this.#sendBytes = sendBytes;
    this.timeoutMs = socket?.timeoutMs ?? null;
    const isSocketBlocking =
      this.timeoutMs === null && (this.#flags & (platform.constants.MSG_DONTWAIT ?? 0)) === 0;
    this.mayBlock = hasTimeout(this.timeoutMs) || isSocketBlocking;
    this.#deps = deps;
    this.#socket = socket;
  }

  get isComplete(): boolean {
    return this.sent === this.#bytes.length;
  }

  /** The socket, and the flags of a call that the lab offers. */
  begin(): { socket: OpenSocket; flags: number } {
    const socket = opened(this.#socket, this.timeoutMs);
    const flags = flagsArgument(this.#deps.platform, this.#flags, ['MSG_DONTWAIT']);
    if (this.sent === 0 && this.#deps.roomForBytes() <= 0) throw new Refusal('BUFFERS_LIMIT');
    return { socket, flags };
  }

  /** With a timeout, Python waits for room before it asks the kernel at all; `null`: there is some. */
  waitForRoom(socket: OpenSocket): Outcome | null {
    return waitUntilReady(this.#deps.platform, socket, { ...roomAwaited, timeoutMs: this.timeoutMs });
  }

  wait(socket: OpenSocket): Outcome {
    if (this.sessionIsFull) {
      const { virtualFd } = socket;
      const [waitsFor, retryMs] = ['room', sessionRoomMs] as const;
      return { wait: { waitsFor, virtualFd, entries: [], timeoutMs: this.timeoutMs, retryMs } };
    }
    return waitFor(this.#deps.platform, socket, { ...roomAwaited, timeoutMs: this.timeoutMs });
  }

  /** Hands over what is left; gives errno, or 0 when all was taken. */
  goOn(socket: OpenSocket, flags: number): number {
    const { sent, errno, sessionIsFull } = handOver(
      this.#deps,
      socket,
      this.#bytes,
      this.sent,
      flags,
      this.#sendBytes,
    );
    this.sent += sent;
    this.sessionIsFull = sessionIsFull;
    return errno;
  }
}

/**
 * `s.send(bytes[, flags])`: how many bytes the kernel took. A socket that blocks gives all of them, as the system call
 * does, and fewer only when the connection ends; any other gives what there is room for.
 */
export function send(deps: CallDeps, args: Arguments, target: OpenSocket | null): PreparedCall {
  arity.parsed('send', args, 1, 2);
  return sendOnce(deps, new Sending(deps, args, target), target);
}

/** `s.sendto(bytes[, flags], address)`: the same, to an address; a connection goes to its peer all the same. */
export function sendTo(deps: CallDeps, args: Arguments, target: OpenSocket | null): PreparedCall {
  if (args.length !== 2 && args.length !== 3)
    throw typeError(`sendto() takes 2 or 3 arguments (${String(args.length)} given)`);
  const destination = args.at(-1) ?? null;
  let encoded: Uint8Array = new Uint8Array();
  const sendBytes: SendBytes = (fd, bytes, length, flags) =>
    libc.sendto(fd, bytes, length, flags, encoded, encoded.length);
  const sending = new Sending(deps, args.slice(0, -1), target, sendBytes);
  const address = addressArgument(deps, 'sendto', target?.family ?? 'AF_INET', destination);
  encoded = encodeAddress(deps.platform, address);
  const refused = deps.network.refusalOfConnect(address);
  return sendOnce(deps, sending, target, refused);
}

function sendOnce(
  { platform }: CallDeps,
  sending: Sending,
  target: OpenSocket | null,
  refused: RefusalCode | null = null,
): PreparedCall {
  return {
    sockets: target === null ? [] : [target],
    attempt(): Outcome {
      if (refused !== null) throw new Refusal(refused);
      const { socket, flags } = sending.begin();
      const wait = sending.waitForRoom(socket);
      if (wait !== null) return wait;
      if (sending.sent > 0 && hasFailed(platform, socket)) return { value: sending.sent };
      const errno = sending.goOn(socket, flags);
      if (errno === 0) return { value: sending.sent };
      const waitsForAll = sending.mayBlock && sending.timeoutMs === null;
      if (errno === wouldBlock && (waitsForAll || (sending.mayBlock && sending.sent === 0)))
        return sending.wait(socket);
      if (sending.sent > 0) return { value: sending.sent };
      throw osError(errno);
    },
  };
}

/** `s.sendall(bytes[, flags])`: Python's loop around `send` until all is taken, or the kernel says no. */
export function sendAll(deps: CallDeps, args: Arguments, target: OpenSocket | null): PreparedCall {
  arity.parsed('sendall', args, 1, 2);
  const sending = new Sending(deps, args, target);
  return {
    sockets: target === null ? [] : [target],
    attempt(): Outcome {
      const { socket, flags } = sending.begin();
      for (;;) {
        const wait = sending.waitForRoom(socket);
        if (wait !== null) return wait;
        const before = sending.sent;
        const errno = sending.goOn(socket, flags);
        if (errno === 0) return { value: null };
        // The kernel took a part: Python asks again at once, and so learns whether there is room by now.
        if (errno === wouldBlock && sending.sent > before && !sending.sessionIsFull) continue;
        if (errno === wouldBlock && sending.mayBlock) return sending.wait(socket);
        throw osError(errno);
      }
    },
  };
}

/**
 * What `recv` gives: bytes that repeat, such as those of `b'x' * 100000`, by what is repeated; of others, more than an event
 * carries, the first ones and how many there are.
 */
function receivedValue(bytes: Buffer, carriedBytes: number): Extract<PythonValue, { bytes: string }> {
  if (bytes.length <= carriedBytes) return { bytes: bytes.toString('base64') };
  for (let period = 1; period <= longestPeriod; period++) {
    if (bytes.length % period !== 0) continue;
    if (bytes.subarray(period).equals(bytes.subarray(0, bytes.length - period)))
      return { bytes: bytes.toString('base64', 0, period), times: bytes.length / period };
  }
  return { bytes: bytes.toString('base64', 0, carriedBytes), length: bytes.length };
}

const longestPeriod = 64;

/** Where the kernel writes the address of a sender. */
const senderBytes = Buffer.alloc(addressLength);
const senderLength = new Uint32Array(1);

/** `s.recv(bufsize[, flags])`; `b''` when the peer has ended its side. */
export function recv(deps: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  return receive('recv', deps, args, socket);
}

/** `s.recvfrom(bufsize[, flags])`: the bytes, and the address that they came from; `None` on a connection. */
export function recvFrom(deps: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  return receive('recvfrom', deps, args, socket);
}

function receive(
  method: 'recv' | 'recvfrom',
  deps: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const { platform, limits } = deps;
  arity.parsed(method, args, 1, 2);
  const wanted = intArgument(platform, args[0] ?? null, 'size');
  const given = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
  if (wanted < 0) throw valueError(`negative buffersize in ${method}`);
  const { MSG_PEEK: peek, MSG_DONTWAIT: dontWait, MSG_WAITALL: waitAll } = platform.constants;
  const timeoutMs = socket?.timeoutMs ?? null;
  const isNotToWait = timeoutMs === null && (given & (dontWait ?? 0)) !== 0;
  const mayBlock = timeoutMs !== 0 && !isNotToWait;
  // With a timeout, Python's socket is non-blocking for the kernel, which then does not wait for all.
  const isWaitingForAll = timeoutMs === null && (given & (waitAll ?? 0)) !== 0;
  /** What has come, of a call that waits for all. */
  const parts: Buffer[] = [];
  let received = 0;

  let sender: SocketAddress | null = null;

  const all = (): PythonValue => {
    const bytes = receivedValue(Buffer.concat(parts), limits.recvBytes);
    return method === 'recv' ? bytes : { tuple: [bytes, addressTuple(sender)] };
  };
  const awaited = { waitsFor: 'data', events: 'POLLIN', timeoutMs } as const;
  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      // `recv` asks the kernel nothing when nothing is wanted.
      if (wanted === 0 && method === 'recv') return { value: all() };
      const receiving = opened(socket, timeoutMs);
      const flags = flagsArgument(platform, given, ['MSG_PEEK', 'MSG_DONTWAIT', 'MSG_WAITALL']);
      if (isWaitingForAll && wanted > limits.sendBytes) throw new Refusal('BYTES_LIMIT');
      // To peek at all, one would have to wait without taking anything: `poll` does not report when that is over.
      if (isWaitingForAll && mayBlock && (flags & (peek ?? 0)) !== 0) throw new Refusal('OPTION_NOT_OFFERED');
      const wait = waitUntilReady(platform, receiving, awaited);
      if (wait !== null) return wait;
      if (received > 0 && hasFailed(platform, receiving)) return { value: all() };
      // As much as there is: a program may ask for far more than will ever come.
      const room = Math.min(wanted - received, Math.max(1, unreadBytes(platform, receiving.hostFd)));
      const buffer = Buffer.allocUnsafe(room);
      senderLength[0] = senderBytes.length;
      const result = libc.recvfrom(
        receiving.hostFd,
        buffer,
        room,
        flags & ~(waitAll ?? 0),
        senderBytes,
        senderLength,
      );
      if (result < 0) {
        if (received > 0 && (-result !== wouldBlock || !mayBlock)) return { value: all() };
        if (-result !== wouldBlock || !mayBlock) throw osError(-result);
        const wait = waitFor(platform, receiving, awaited);
        const [events] = eventsNow(wait.wait.entries);
        // A datagram socket that was shut down is always ready and never has anything: a call that blocks gives nothing,
        // and Python asks again and again until a timeout is over.
        if (events === 0 || receiving.type === 'SOCK_STREAM') return wait;
        return timeoutMs === null ? { value: all() } : { wait: { ...wait.wait, entries: [] } };
      }
      sender = senderLength[0] > 0 ? decodeAddress(platform, senderBytes) : null;
      parts.push(buffer.subarray(0, result));
      received += result;
      const isComplete = result === 0 || !isWaitingForAll || received === wanted;
      if (isComplete || !mayBlock) return { value: all() };
      return waitFor(platform, receiving, awaited);
    },
  };
}
