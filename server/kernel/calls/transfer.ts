import type { PythonValue } from '#lib/lab/python-value.ts';
import { arity, bytesArgument, intArgument } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings, Outcome, PreparedCall } from '#server/kernel/calls/attempt.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import { osError, Refusal, valueError } from '#server/kernel/calls/raise.ts';
import { waitFor, waitOrRaise } from '#server/kernel/calls/wait-or-raise.ts';
import type { RepeatedBytes } from '#server/kernel/calls/repeated-bytes.ts';
import type { OpenSocket } from '#server/kernel/open-socket.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

type Arguments = readonly PythonValue[];

const wouldBlock = libc.errnoOf('EAGAIN');
const room = { waitsFor: 'room', events: 'POLLOUT' } as const;

/** The flags of a call; those that the lab does not offer are refused. */
function flagsArgument(
  { constants }: Platform,
  flags: number,
  offered: readonly ('MSG_PEEK' | 'MSG_DONTWAIT' | 'MSG_WAITALL')[],
): number {
  const known = offered.reduce((all, name) => all | (constants[name] ?? 0), 0);
  if ((flags & ~known) !== 0) throw new Refusal('OPTION_NOT_OFFERED');
  return flags;
}

/** More than this is not made of repeated bytes at a time. */
const pieceBytes = 1024 * 1024;

/**
 * Hands bytes to the kernel, from `start` on, until all are taken or it takes no more: how many it took, and errno or 0.
 *
 * They go in one piece, unless they are many, or losses of "the next" segments are being counted on the way (`sendStep`).
 */
function handOver(
  surroundings: CallSurroundings,
  socket: OpenSocket,
  bytes: RepeatedBytes,
  start: number,
  flags: number,
): { sent: number; errno: number } {
  const { platform } = surroundings;
  const noSignal = 'sendFlag' in platform.noSignal ? platform.noSignal.sendFlag : 0;
  let sent = 0;
  do {
    const step = surroundings.sendStep(socket);
    const rest = bytes.slice(start + sent, step ?? pieceBytes);
    const result = libc.send(socket.realFd, rest, rest.length, flags | noSignal);
    if (result < 0) return { sent, errno: -result };
    sent += result;
    if (step !== null) surroundings.afterSendStep();
    if (result < rest.length) return { sent, errno: wouldBlock };
  } while (start + sent < bytes.length);
  return { sent, errno: 0 };
}

/**
 * `s.send(bytes[, flags])`: how many bytes the kernel took. A socket that blocks gives all of them, as the system call
 * does, and fewer only when it is interrupted or the connection ends; one with a time-out gives what there is room for.
 */
export function send(
  surroundings: CallSurroundings,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const { platform, limits } = surroundings;
  arity.parsed('send', args, 1, 2);
  const bytes = bytesArgument(args[0] ?? null, limits.sendBytes);
  const given = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
  let sent = 0;
  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      const sending = opened(socket);
      const flags = flagsArgument(platform, given, ['MSG_DONTWAIT']);
      if (sent === 0) surroundings.checkRoomForBytes();
      const { sent: more, errno } = handOver(surroundings, sending, bytes, sent, flags);
      sent += more;
      const mayBlock = sending.timeoutMs !== 0 && flags === 0;
      if (errno === 0) return { value: sent };
      if (errno === wouldBlock && mayBlock && (sent === 0 || sending.timeoutMs === null)) {
        return waitFor(platform, sending, room);
      }
      if (sent > 0) return { value: sent };
      throw osError(errno);
    },
    interrupted: () => (sent > 0 ? sent : null),
  };
}

/** `s.sendall(bytes[, flags])`: Python's loop around `send` until all is taken. */
export function sendAll(
  surroundings: CallSurroundings,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const { platform, limits } = surroundings;
  arity.parsed('sendall', args, 1, 2);
  const bytes = bytesArgument(args[0] ?? null, limits.sendBytes);
  const given = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
  let sent = 0;
  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      const sending = opened(socket);
      const flags = flagsArgument(platform, given, ['MSG_DONTWAIT']);
      if (sent === 0) surroundings.checkRoomForBytes();
      const { sent: more, errno } = handOver(surroundings, sending, bytes, sent, flags);
      sent += more;
      if (errno === 0) return { value: null };
      if (flags !== 0) throw osError(errno);
      return waitOrRaise(platform, errno, sending, room);
    },
  };
}

/** `s.recv(bufsize[, flags])`: at most `limits.recvBytes` at once; `b''` when the peer has ended its side. */
export function recv(
  surroundings: CallSurroundings,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const { platform, limits } = surroundings;
  arity.parsed('recv', args, 1, 2);
  const wanted = intArgument(platform, args[0] ?? null, 'size');
  const given = args[1] === undefined ? 0 : intArgument(platform, args[1], 'parsedInt');
  if (wanted < 0) throw valueError('negative buffersize in recv');
  const waitAll = platform.constants.MSG_WAITALL ?? 0;
  const dontWait = platform.constants.MSG_DONTWAIT ?? 0;
  const chunks: Buffer[] = [];
  let received = 0;

  const all = (): PythonValue => ({ bytes: Buffer.concat(chunks).toString('base64') });
  return {
    sockets: socket === null ? [] : [socket],
    attempt(): Outcome {
      // Python asks the kernel nothing when nothing is wanted.
      if (wanted === 0) return { value: { bytes: '' } };
      const receiving = opened(socket);
      const flags = flagsArgument(platform, given, ['MSG_PEEK', 'MSG_DONTWAIT', 'MSG_WAITALL']);
      const isWaitingForAll = (flags & waitAll) !== 0;
      if (isWaitingForAll && wanted > limits.recvBytes) throw new Refusal('BYTES_LIMIT');
      const buffer = Buffer.allocUnsafe(Math.min(wanted, limits.recvBytes) - received);
      const result = libc.recv(receiving.realFd, buffer, buffer.length, flags & ~waitAll);
      const data = { waitsFor: 'data', events: 'POLLIN' } as const;
      if (result < 0) {
        if ((flags & dontWait) === 0 && -result === wouldBlock && receiving.timeoutMs !== 0) {
          return waitFor(platform, receiving, data);
        }
        if (received > 0) return { value: all() };
        throw osError(-result);
      }
      chunks.push(buffer.subarray(0, result));
      received += result;
      const isComplete = result === 0 || !isWaitingForAll || received === wanted;
      // With a time-out, Python's socket is non-blocking for the kernel, which then does not wait for all.
      return isComplete || receiving.timeoutMs !== null
        ? { value: all() }
        : waitFor(platform, receiving, data);
    },
    interrupted: () => (received > 0 ? all() : null),
  };
}
