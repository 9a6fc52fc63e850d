import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { arity, bytesArgument, intArgument, type RepeatedBytes } from '#server/kernel/calls/arguments.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import type { CallDeps, Outcome, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { osError, Refusal, valueError, waitFor, waitOrRaise } from '#server/kernel/calls/raise.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { pollDescriptors } from '#server/kernel/system/poller.ts';

type Arguments = readonly PythonValue[];
type Flag = 'MSG_PEEK' | 'MSG_DONTWAIT' | 'MSG_WAITALL';

const wouldBlock = libc.errnoOf('EAGAIN');

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
  const [events = 0] = pollDescriptors([{ hostFd, events: 0 }]);
  return (events & (constants.POLLERR ?? 0)) !== 0;
}

/** More than this is not made of repeated bytes at a time. */
const pieceBytes = 1024 * 1024;

/**
 * Hands bytes to the kernel, from `start` on, until all are taken or it takes no more: how many it took, and errno or 0.
 *
 * They go in one piece, unless they are many, or losses of "the next" segments are being counted on the way (`sendStep`).
 */
function handOver(
  deps: CallDeps,
  socket: OpenSocket,
  bytes: RepeatedBytes,
  start: number,
  flags: number,
): { sent: number; errno: number } {
  let step = deps.sendStep(socket);
  let sent = 0;
  do {
    const rest = bytes.slice(start + sent, step ?? pieceBytes);
    const result = libc.send(socket.hostFd, rest, rest.length, flags);
    if (result < 0) return { sent, errno: -result };
    sent += result;
    if (!deps.sent(result)) step = null;
    if (result < rest.length) return { sent, errno: wouldBlock };
  } while (start + sent < bytes.length);
  return { sent, errno: 0 };
}

/** What `send` and `sendall` have in common: their arguments, and how far they have come. */
class Sending {
  readonly timeoutMs: number | null;
  sent = 0;
  readonly #deps: CallDeps;
  readonly #socket: OpenSocket | null;
  readonly #bytes: RepeatedBytes;
  readonly #flags: number;

  constructor(method: string, deps: CallDeps, args: Arguments, socket: OpenSocket | null) {
    const { platform, limits } = deps;
    arity.parsed(method, args, 1, 2);
    this.#bytes = bytesArgument(args[0] ?? null, limits.sendBytes);
    this.#flags = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
    this.timeoutMs = socket?.timeoutMs ?? null;
    this.#deps = deps;
    this.#socket = socket;
  }

  /** The socket, and the flags of a call that the lab offers. */
  begin(): { socket: OpenSocket; flags: number } {
    const socket = opened(this.#socket, this.timeoutMs);
    const flags = flagsArgument(this.#deps.platform, this.#flags, ['MSG_DONTWAIT']);
    if (this.sent === 0) this.#deps.checkRoomForBytes();
    return { socket, flags };
  }

  /** Hands over what is left; gives errno, or 0 when all was taken. */
  goOn(socket: OpenSocket, flags: number): number {
    const { sent, errno } = handOver(this.#deps, socket, this.#bytes, this.sent, flags);
    this.sent += sent;
    return errno;
  }
}

/**
 * `s.send(bytes[, flags])`: how many bytes the kernel took. A socket that blocks gives all of them, as the system call
 * does, and fewer only when it is interrupted or the connection ends; one with a timeout gives what there is room for.
 */
export function send(deps: CallDeps, args: Arguments, target: OpenSocket | null): PreparedCall {
  const { platform } = deps;
  const sending = new Sending('send', deps, args, target);
  const { timeoutMs } = sending;
  return {
    sockets: target === null ? [] : [target],
    attempt(): Outcome {
      const { socket, flags } = sending.begin();
      if (sending.sent > 0 && hasFailed(platform, socket)) return { value: sending.sent };
      const errno = sending.goOn(socket, flags);
      if (errno === 0) return { value: sending.sent };
      const mayBlock = timeoutMs !== 0 && flags === 0;
      if (errno === wouldBlock && mayBlock && (sending.sent === 0 || timeoutMs === null)) {
        return waitFor(platform, socket, { waitsFor: 'room', events: 'POLLOUT', timeoutMs });
      }
      if (sending.sent > 0) return { value: sending.sent };
      throw osError(errno);
    },
    interrupted: () => (sending.sent > 0 ? sending.sent : undefined),
  };
}

/** `s.sendall(bytes[, flags])`: Python's loop around `send` until all is taken. */
export function sendAll(deps: CallDeps, args: Arguments, target: OpenSocket | null): PreparedCall {
  const { platform } = deps;
  const sending = new Sending('sendall', deps, args, target);
  const { timeoutMs } = sending;
  return {
    sockets: target === null ? [] : [target],
    attempt(): Outcome {
      const { socket, flags } = sending.begin();
      const errno = sending.goOn(socket, flags);
      if (errno === 0) return { value: null };
      if (flags !== 0) throw osError(errno);
      return waitOrRaise(platform, errno, socket, { waitsFor: 'room', events: 'POLLOUT', timeoutMs });
    },
  };
}

/** `s.recv(bufsize[, flags])`: at most `limits.recvBytes` at once; `b''` when the peer has ended its side. */
export function recv(deps: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  const { platform, limits } = deps;
  arity.parsed('recv', args, 1, 2);
  const wanted = intArgument(platform, args[0] ?? null, 'size');
  const given = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
  if (wanted < 0) throw valueError('negative buffersize in recv');
  const { MSG_PEEK: peek, MSG_DONTWAIT: dontWait, MSG_WAITALL: waitAll } = platform.constants;
  const isWaitingForAll = (given & (waitAll ?? 0)) !== 0;
  const timeoutMs = socket?.timeoutMs ?? null;
  const mayBlock = timeoutMs !== 0 && (given & (dontWait ?? 0)) === 0;
  const room = Math.min(wanted, limits.recvBytes);
  /** What has come, of a call that waits for all. */
  let buffer: Buffer | null = null;
  let received = 0;

  const all = (): PythonValue => ({ bytes: (buffer ?? Buffer.alloc(0)).toString('base64', 0, received) });
  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      // Python asks the kernel nothing when nothing is wanted.
      if (wanted === 0) return { value: { bytes: '' } };
      const receiving = opened(socket, timeoutMs);
      const flags = flagsArgument(platform, given, ['MSG_PEEK', 'MSG_DONTWAIT', 'MSG_WAITALL']);
      if (isWaitingForAll && wanted > limits.recvBytes) throw new Refusal('BYTES_LIMIT');
      // To peek at all, one would have to wait without taking anything: `poll` does not report when that is over.
      if (isWaitingForAll && (flags & (peek ?? 0)) !== 0) throw new Refusal('OPTION_NOT_OFFERED');
      if (received > 0 && hasFailed(platform, receiving)) return { value: all() };
      buffer ??= Buffer.allocUnsafe(room);
      const rest = buffer.subarray(received);
      const result = libc.recv(receiving.hostFd, rest, rest.length, flags & ~(waitAll ?? 0));
      if (result < 0) {
        if (received > 0 && (-result !== wouldBlock || !mayBlock)) return { value: all() };
        if (-result !== wouldBlock || !mayBlock) throw osError(-result);
        if (received === 0) buffer = null;
        return waitFor(platform, receiving, { waitsFor: 'data', events: 'POLLIN', timeoutMs });
      }
      received += result;
      // With a timeout, Python's socket is non-blocking for the kernel, which then does not wait for all.
      const isComplete = result === 0 || !isWaitingForAll || received === wanted || timeoutMs !== null;
      if (isComplete || !mayBlock) return { value: all() };
      return waitFor(platform, receiving, { waitsFor: 'data', events: 'POLLIN', timeoutMs });
    },
    interrupted: () => (received > 0 ? all() : undefined),
  };
}
