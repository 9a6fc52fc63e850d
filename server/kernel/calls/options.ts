import type { ConstantName, PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';
import { arity, bytesArgument, indexOf, intArgument, isInt } from '#server/kernel/calls/arguments.ts';
import type { CallDeps, PreparedCall } from '#server/kernel/calls/prepared-call.ts';
import { opened } from '#server/kernel/calls/inspect.ts';
import { osError, overflowError, Raise, Refusal, typeError, valueError } from '#server/kernel/calls/raise.ts';
import type { OpenSocket } from '#server/kernel/system/open-socket.ts';
import * as libc from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

type Arguments = readonly PythonValue[];

/** Options that have constants here; these may also be set to, and read as, bytes. */
const known: Readonly<Partial<Record<ConstantName, readonly ConstantName[]>>> = {
  SOL_SOCKET: [
    'SO_REUSEADDR',
    'SO_REUSEPORT',
    'SO_RCVBUF',
    'SO_SNDBUF',
    'SO_LINGER',
    'SO_KEEPALIVE',
    'SO_TYPE',
    'SO_PROTOCOL',
    'SO_DOMAIN',
    'SO_ERROR',
    'SO_ACCEPTCONN',
  ],
  IPPROTO_TCP: [
    'TCP_NODELAY',
    'TCP_MAXSEG',
    'TCP_DEFER_ACCEPT',
    'TCP_KEEPIDLE',
    'TCP_KEEPINTVL',
    'TCP_KEEPCNT',
  ],
  IPPROTO_IPV6: ['IPV6_V6ONLY'],
};

/**
 * Linux: options of `SOL_SOCKET` by which the lab itself drops segments (filters), or by which a filter could read what is the
 * sidecar's: SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_LOCK_FILTER, SO_ATTACH_BPF, SO_ATTACH_REUSEPORT_CBPF and _EBPF,
 * SO_DETACH_REUSEPORT_BPF.
 */
const ofTheLab = [26, 27, 44, 50, 51, 52, 68];

/**
 * Any option may be an int, whether or not it has a constant here: the kernel says what comes of it. Bytes may hold pointers,
 * which would be the sidecar's, so they are for known options.
 */
function checkOffered({ constants }: Platform, level: number, option: number, isInt: boolean): void {
  if (level === constants.SOL_SOCKET && ofTheLab.includes(option)) throw new Refusal('OPTION_NOT_OFFERED');
  if (isInt) return;
  for (const [name, options] of Object.entries(known))
    if (constants[name as ConstantName] === level && options.some((each) => constants[each] === option))
      return;
  throw new Refusal('OPTION_NOT_OFFERED');
}

const longestOption = 1024;
const value = Buffer.alloc(longestOption);
const length = new Uint32Array(1);

/** `s.setsockopt(level, option, value)`, where the value is an int or bytes, or `None` with a length after it. */
export function setSockOpt(
  { platform, network }: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const [level = null, option = null, setting = null, size] = args;
  const isAbsent =
    args.length === 4 &&
    setting === null &&
    [level, option].every((each) => fitsInt(platform, each)) &&
    isInt(platform, size ?? null);
  if (!isAbsent) arity.parsed('setsockopt', args, 3, 3);
  const levelNumber = intArgument(platform, level, 'parsedInt');
  const optionNumber = intArgument(platform, option, 'parsedInt');
  const bytes = isAbsent ? null : optionBytes(platform, setting);
  // Python takes the low 32 bits of the length, whatever the number is.
  const length = bytes?.length ?? Number(BigInt.asUintN(32, BigInt(indexOf(platform, size ?? null) ?? 0)));
  return {
    sockets: [],
    attempt() {
      const { hostFd } = opened(socket);
      checkOffered(platform, levelNumber, optionNumber, isAbsent || isInt(platform, setting));
      const result = network.withoutPrivilege(() =>
        libc.setsockopt(hostFd, levelNumber, optionNumber, bytes, length),
      );
      if (result < 0) throw osError(-result);
      return { value: null };
    },
  };
}

/** Whether Python can read it as an int of C. */
function fitsInt(platform: Platform, value: PythonValue): boolean {
  const index = indexOf(platform, value);
  return index !== null && index >= -(2 ** 31) && index < 2 ** 31;
}

function optionBytes(platform: Platform, setting: PythonValue): Buffer {
  if (!isInt(platform, setting)) return bytesArgument(setting, longestOption).slice(0, longestOption);
  const bytes = Buffer.alloc(4);
  try {
    bytes.writeInt32LE(intArgument(platform, setting, 'int'));
  } catch (error) {
    // An int that does not fit makes Python try the value as bytes.
    if (error instanceof Raise)
      throw typeError(`a bytes-like object is required, not '${typeName(setting)}'`);
    throw error;
  }
  return bytes;
}

/** `s.getsockopt(level, option[, buflen])`: an int, or bytes when a length is named. */
export function getSockOpt(
  { platform, network }: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  arity.parsed('getsockopt', args, 2, 3);
  const [level, option, size] = args.map((argument) => intArgument(platform, argument, 'parsedInt'));
  const wanted = size ?? 0;
  return {
    sockets: [],
    attempt() {
      if (wanted < 0 || wanted > longestOption)
        throw new Raise({
          exception: 'OSError',
          errno: null,
          code: null,
          message: 'getsockopt buflen out of range',
        });
      const { hostFd } = opened(socket);
      checkOffered(platform, level ?? 0, option ?? 0, wanted === 0);
      // Of some options the kernel writes nothing.
      value.fill(0);
      length[0] = wanted === 0 ? 4 : wanted;
      const result = network.withoutPrivilege(() =>
        libc.getsockopt(hostFd, level ?? 0, option ?? 0, value, length),
      );
      if (result < 0) throw osError(-result);
      if (wanted === 0) return { value: value.readInt32LE(0) };
      return { value: { bytes: value.toString('base64', 0, length[0]) } };
    },
  };
}

/** Python keeps timeouts in nanoseconds in 64 bits. */
const longestTimeoutSeconds = 2 ** 63 / 1e9;

/** `socket.setdefaulttimeout(seconds)`: what sockets that are made from now on have. */
export function setDefaultTimeout({ platform, program }: CallDeps, args: Arguments): PreparedCall {
  const timeoutMs = timeoutArgument(platform, arity.one('_socket.setdefaulttimeout', args));
  return {
    sockets: [],
    attempt() {
      program.defaultTimeoutMs = timeoutMs;
      return { value: null };
    },
  };
}

/** `socket.getdefaulttimeout()`, in seconds. */
export function getDefaultTimeout({ program }: CallDeps, args: Arguments): PreparedCall {
  arity.none('_socket.getdefaulttimeout', args);
  return { sockets: [], attempt: () => ({ value: inSeconds(program.defaultTimeoutMs) }) };
}

function inSeconds(timeoutMs: number | null): PythonValue {
  return timeoutMs === null ? null : { float: timeoutMs / 1000 };
}

/** `s.settimeout(seconds)`: `None` blocks forever, 0 never. */
export function setSocketTimeout(
  { platform }: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const timeoutMs = timeoutArgument(platform, arity.one('socket.settimeout', args));
  return {
    sockets: [],
    attempt() {
      opened(socket).timeoutMs = timeoutMs;
      return { value: null };
    },
  };
}

function timeoutArgument(platform: Platform, argument: PythonValue): number | null {
  if (argument === null) return null;
  const seconds = secondsOf(platform, argument);
  if (Number.isNaN(seconds)) throw valueError('Invalid value NaN (not a number)');
  if (Math.abs(seconds) >= longestTimeoutSeconds) {
    throw overflowError('timestamp out of range for platform time_t');
  }
  if (seconds < 0) throw valueError('Timeout value out of range');
  return seconds * 1000;
}

function secondsOf(platform: Platform, argument: PythonValue): number {
  if (argument !== null && typeof argument === 'object' && 'float' in argument) return argument.float;
  const index = indexOf(platform, argument);
  if (index === null) throw typeError(`'${typeName(argument)}' object cannot be interpreted as an integer`);
  if (typeof index === 'bigint' && BigInt.asIntN(64, index) !== index)
    throw overflowError('timestamp too large to convert to C _PyTime_t');
  return Number(index);
}

/** `s.gettimeout()`, in seconds. */
export function getSocketTimeout(_: CallDeps, args: Arguments, socket: OpenSocket | null): PreparedCall {
  arity.none('socket.gettimeout', args);
  return {
    sockets: [],
    attempt: () => ({ value: inSeconds(socket?.timeoutMs ?? null) }),
  };
}

/** `s.setblocking(flag)`: `settimeout(None)` or `settimeout(0)`. */
export function setBlocking(
  { platform }: CallDeps,
  args: Arguments,
  socket: OpenSocket | null,
): PreparedCall {
  const flag = intArgument(platform, arity.one('socket.setblocking', args), 'long');
  return {
    sockets: [],
    attempt() {
      opened(socket).timeoutMs = flag === 0 ? 0 : null;
      return { value: null };
    },
  };
}
