import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { indexOf, intArgument, isInt } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, Outcome, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { eventsNow, overflowError, typeError, valueError } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** `POLLNVAL` is 0x20 everywhere: the descriptor is not open. */
const notOpen = 0x20;

interface Asked {
  readonly virtualFd: number;
  readonly socket: OpenSocket | null;
  readonly events: number;
}

/**
 * `poll([(s, POLLIN), …][, timeout])`: `select.poll()` with its descriptors registered and asked at once. The timeout
 * is in milliseconds, as Python's is; the answer a list of `(fd, events)`.
 */
export function poll(deps: CallDeps, args: readonly PythonValue[]): PreparedCall {
  const { platform, program } = deps;
  if (args.length < 1 || args.length > 2) {
    throw typeError(`poll() takes from 1 to 2 positional arguments but ${String(args.length)} were given`);
  }
  const list = args[0] ?? null;
  if (!Array.isArray(list)) throw typeError('poll() takes a list of (socket, events)');
  const registered = list.map((item): Asked => {
    if (item === null || typeof item !== 'object' || Array.isArray(item) || !('tuple' in item)) {
      throw typeError('poll() takes a list of (socket, events)');
    }
    const [target = null, events = null] = item.tuple;
    const virtualFd = descriptorArgument(platform, target);
    return { virtualFd, socket: program.socket(virtualFd), events: eventsArgument(platform, events) };
  });
  // Registered again, a descriptor is asked for the newer events, in its old place.
  const asked = [...new Map(registered.map((each) => [each.virtualFd, each])).values()];
  const timeoutMs = timeoutArgument(platform, args[1] ?? null);

  function ready(): [number, number][] {
    const open = asked.flatMap(({ socket, events }) =>
      socket === null ? [] : [{ hostFd: socket.hostFd, events }],
    );
    const found = eventsNow(open);
    let next = 0;
    return asked.flatMap(({ virtualFd, socket }): [number, number][] => {
      const events = socket === null ? notOpen : (found[next++] ?? 0);
      return events === 0 ? [] : [[virtualFd, events]];
    });
  }

  const shown = (pairs: readonly [number, number][]): PythonValue => pairs.map((pair) => ({ tuple: pair }));
  return {
    sockets: asked.flatMap(({ socket }) => (socket === null ? [] : [socket])),
    attempt(): Outcome {
      const pairs = ready();
      if (pairs.length > 0 || timeoutMs === 0) return { value: shown(pairs) };
      const entries = asked.flatMap(({ socket, events }) =>
        socket === null ? [] : [{ hostFd: socket.hostFd, events }],
      );
      return { wait: { waitsFor: 'event', virtualFd: null, entries, timeoutMs } };
    },
    timedOut: () => [],
  };
}

function descriptorArgument(platform: Platform, target: PythonValue): number {
  if (target !== null && typeof target === 'object' && 'socket' in target) {
    return notNegative(target.socket);
  }
  if (!isInt(platform, target)) throw typeError('argument must be an int, or have a fileno() method.');
  return notNegative(intArgument(platform, target, 'int'));
}

function notNegative(fd: number): number {
  if (fd < 0) throw valueError(`file descriptor cannot be a negative integer (${String(fd)})`);
  return fd;
}

function eventsArgument(platform: Platform, events: PythonValue): number {
  if (!isInt(platform, events)) throw typeError('an integer is required');
  if (Number(indexOf(platform, events)) < 0) throw valueError('value must be positive');
  const mask = intArgument(platform, events, 'unsignedLong');
  if (mask > 0xffff) throw overflowError('Python int too large for C unsigned short');
  return mask;
}

/** Python keeps times in nanoseconds in 64 bits. */
const longestMs = 2 ** 63 / 1e6;

/** `None` and negative numbers wait forever. */
function timeoutArgument(platform: Platform, timeout: PythonValue): number | null {
  if (timeout === null) return null;
  const isFloat = typeof timeout === 'object' && 'float' in timeout;
  if (!isFloat && !isInt(platform, timeout)) throw typeError('timeout must be an integer or None');
  const asked = isFloat ? timeout.float : Number(indexOf(platform, timeout));
  if (Number.isNaN(asked)) throw valueError('Invalid value NaN (not a number)');
  if (Math.abs(asked) >= longestMs)
    throw overflowError(
      isFloat
        ? 'timestamp out of range for platform time_t'
        : 'timestamp too large to convert to C _PyTime_t',
    );
  const timeoutMs = Math.sign(asked) * Math.ceil(Math.abs(asked));
  if (timeoutMs > 2 ** 31 - 1 || timeoutMs < -(2 ** 31)) throw overflowError('timeout is too large');
  return timeoutMs < 0 ? null : timeoutMs;
}
