import { domainToASCII } from 'node:url';
import type { PythonValue } from '#lib/lab/protocol/python-value.ts';
import { typeName } from '#lib/lab/protocol/type-name.ts';
import type { CallDeps } from '#server/kernel/calls/prepared-call.ts';
import {
  gaiError,
  overflowError,
  Raise,
  Refusal,
  typeError,
  unicodeError,
} from '#server/kernel/calls/raise.ts';
import { type AddressFamily, familyNumber, type SocketAddress } from '#server/kernel/system/address.ts';
import { lookUp } from '#server/kernel/system/host-names.ts';
import { addressBytes } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** `b'…' * times`, made only as far as it is needed: a program may hold many megabytes while it waits. */
export class RepeatedBytes {
  readonly length: number;
  readonly #once: Buffer;

  constructor(once: Buffer, times: number) {
    this.#once = once;
    this.length = once.length * times;
  }

  /** At most `most` bytes from `start` on. */
  slice(start: number, most: number): Buffer {
    const length = Math.max(0, Math.min(most, this.length - start));
    const { length: period } = this.#once;
    if (length === 0) return Buffer.alloc(0);
    const phase = start % period;
    if (phase + length <= period) return this.#once.subarray(phase, phase + length);
    const turned = Buffer.concat([this.#once.subarray(phase), this.#once.subarray(0, phase)]);
    return Buffer.alloc(length, turned);
  }
}

/** C types that Python converts an int to, with the range and the words for a number beyond it. */
const ranges = {
  int: {
    least: -(2 ** 31),
    most: 2 ** 31 - 1,
    tooLarge: 'Python int too large to convert to C int',
    tooSmall: 'Python int too large to convert to C int',
  },
  /** As `PyArg_ParseTuple` reads `i`: by way of a `long`. */
  parsedInt: {
    least: -(2 ** 31),
    most: 2 ** 31 - 1,
    tooLarge: 'signed integer is greater than maximum',
    tooSmall: 'signed integer is less than minimum',
  },
  long: {
    least: -(2 ** 63),
    most: 2 ** 63,
    tooLarge: 'Python int too large to convert to C long',
    tooSmall: 'Python int too large to convert to C long',
  },
  unsignedLong: {
    least: 0,
    most: 2 ** 64,
    tooLarge: 'Python int too large to convert to C unsigned long',
    tooSmall: "can't convert negative value to unsigned int",
  },
  size: {
    least: -(2 ** 63),
    most: 2 ** 63,
    tooLarge: 'Python int too large to convert to C ssize_t',
    tooSmall: 'Python int too large to convert to C ssize_t',
  },
} as const;

/** The value as an index (`__index__`): ints, bools and constants; `null` for any other type. */
export function indexOf(platform: Platform, value: PythonValue): number | bigint | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'string' || Array.isArray(value)) return null;
  if ('int' in value) return BigInt(value.int);
  const names = 'constant' in value ? [value.constant] : 'flags' in value ? value.flags : null;
  if (names === null) return null;
  return names.reduce((flags, name) => {
    const number = platform.constants[name];
    if (number === null) throw new Refusal('CONSTANT_NOT_HERE');
    return flags | number;
  }, 0);
}

/** Is this an int as far as Python is concerned? */
export function isInt(platform: Platform, value: PythonValue): boolean {
  return indexOf(platform, value) !== null;
}

/** An argument that must be an int in the range of a C type. */
export function intArgument(platform: Platform, value: PythonValue, range: keyof typeof ranges): number {
  const index = indexOf(platform, value);
  if (index === null) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const { least, most, tooLarge, tooSmall } = ranges[range];
  if (range === 'parsedInt' && typeof index === 'bigint' && (index > 2n ** 63n || index < -(2n ** 63n))) {
    throw overflowError('Python int too large to convert to C long');
  }
  if (index > most) throw overflowError(tooLarge);
  if (index < least) throw overflowError(tooSmall);
  return Number(index);
}

/** A port as Python reads it: an int of C, whose range is looked at when the host is known. */
function portArgument(platform: Platform, value: PythonValue, tooFar: string): number {
  const index = indexOf(platform, value);
  if (index === null) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (index < ranges.int.least || index > ranges.int.most) throw overflowError(tooFar);
  return Number(index);
}

/** An unsigned int of C, of which Python takes the low 32 bits. */
function unsignedArgument(platform: Platform, value: PythonValue): number {
  const index = indexOf(platform, value);
  if (index === null) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return Number(BigInt.asUintN(32, BigInt(index)));
}

/** A bytes argument, at most `maxBytes` long. */
export function bytesArgument(value: PythonValue, maxBytes: number): RepeatedBytes {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('bytes' in value)) {
    throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  }
  // Only a part of it is here.
  if ('length' in value) throw new Refusal('BYTES_LIMIT');
  const bytes = new RepeatedBytes(Buffer.from(value.bytes, 'base64'), value.times ?? 1);
  if (bytes.length > maxBytes) throw new Refusal('BYTES_LIMIT');
  return bytes;
}

function plural(count: number): string {
  return count === 1 ? 'argument' : 'arguments';
}

/** How Python words a wrong number of arguments; each way of defining a function in C has its own words. */
export const arity = {
  /** `METH_NOARGS` */
  none(name: string, args: readonly PythonValue[]): void {
    if (args.length > 0) throw typeError(`${name}() takes no arguments (${String(args.length)} given)`);
  },
  /** `METH_O` */
  one(name: string, args: readonly PythonValue[]): PythonValue {
    const [only] = args;
    if (args.length !== 1 || only === undefined) {
      throw typeError(`${name}() takes exactly one argument (${String(args.length)} given)`);
    }
    return only;
  },
  /** `PyArg_ParseTuple` */
  parsed(name: string, args: readonly PythonValue[], least: number, most: number): void {
    if (args.length >= least && args.length <= most) return;
    const bound = args.length < least ? least : most;
    const how = least === most ? 'exactly' : args.length < least ? 'at least' : 'at most';
    throw typeError(
      `${name}() takes ${how} ${String(bound)} ${plural(bound)} (${String(args.length)} given)`,
    );
  },
  /** A method written in Python, which counts `self`. */
  method(name: string, args: readonly PythonValue[]): void {
    if (args.length > 0) {
      throw typeError(
        `socket.${name}() takes 1 positional argument but ${String(args.length + 1)} were given`,
      );
    }
  },
};

/**
 * A Python address, `(host, port)` or `(host, port, flowinfo, scopeid)`, as the kernel knows it. Raises what Python
 * raises, in its order: the shape, the host, the port.
 *
 * @param method as Python names it in errors, `bind`
 */
export function addressArgument(
  deps: CallDeps,
  method: string,
  family: AddressFamily,
  argument: PythonValue,
): SocketAddress {
  if (argument === null || typeof argument !== 'object' || Array.isArray(argument) || !('tuple' in argument))
    throw typeError(`${method}(): ${family} address must be tuple, not ${typeName(argument)}`);
  const [host, port, flow, scope] = argument.tuple;
  const most = family === 'AF_INET' ? 2 : 4;
  if (host === undefined || port === undefined || argument.tuple.length > most) {
    throw typeError(
      family === 'AF_INET'
        ? 'AF_INET address must be a pair (host, port)'
        : 'AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])',
    );
  }
  const { platform } = deps;
  const tooFar = `${method}(): port must be 0-65535.`;
  const name = addressHost(host);
  const portNumber = portArgument(platform, port, tooFar);
  const flowInfo = flow === undefined ? 0 : unsignedArgument(platform, flow);
  const scopeId = scope === undefined ? 0 : unsignedArgument(platform, scope);
  const address = resolveName(deps, family, name);
  if (portNumber < 0 || portNumber > 65_535) throw overflowError(tooFar);
  if (flowInfo >= 2 ** 20) throw overflowError(`${method}(): flowinfo must be 0-1048575.`);
  return { family, address, port: portNumber, flowInfo, scopeId };
}

/** The host of an address, which is resolved when the rest of the address is read. */
function addressHost(host: PythonValue): string {
  const name = hostNameOf(host, 'where needed');
  if (name.includes('\0')) throw typeError('host name must not contain null character');
  return name;
}

/**
 * The numeric address of a host: `''` is the unspecified address, a numeric one is itself, any other is looked up in the
 * hosts file alone, so that no query leaves the computer.
 */
export function resolveName(
  { platform, hosts }: Pick<CallDeps, 'platform' | 'hosts'>,
  family: AddressFamily,
  name: string,
): string {
  const isInet = family === 'AF_INET';
  if (name === '') return isInet ? '0.0.0.0' : '::';
  if (name === '<broadcast>') {
    if (isInet) return '255.255.255.255';
    throw new Raise({ exception: 'OSError', errno: null, code: null, message: 'address family mismatched' });
  }
  const own = numericHost(platform, family, name);
  if (own !== null) return own;
  const { errno, code, text } = platform.nameUnknown;
  if (numericHost(platform, isInet ? 'AF_INET6' : 'AF_INET', name) !== null && platform.name === 'linux')
    throw gaiError(-9, 'EAI_ADDRFAMILY', 'Address family for hostname not supported');
  const found = lookUp(hosts, name, family, familyNumber(platform, family));
  if (found === null) throw gaiError(errno, code, text);
  return found;
}

/** The address that a text is; `null`: it is none of that family. */
export function numericHost(platform: Platform, family: AddressFamily, name: string): string | null {
  if (family === 'AF_INET') return shortForm(name);
  return addressBytes(familyNumber(platform, family), name, 16) === null ? null : name;
}

/** The text of a str or of bytes; `null`: it is neither. */
export function textOf(value: PythonValue): string | null {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || !('bytes' in value)) return null;
  return Buffer.from(value.bytes, 'base64').toString('latin1');
}

/**
 * The name of a host, in ASCII. Python's functions encode every str with IDNA, its addresses only those that are not ASCII.
 */
export function hostNameOf(host: PythonValue, isEncoded: 'always' | 'where needed'): string {
  const text = textOf(host);
  if (text === null) throw typeError(`str, bytes or bytearray expected, not ${typeName(host)}`);
  if (typeof host !== 'string') return text;
  const isAscii = /^[\0-\x7f]*$/.test(text);
  if (isAscii && isEncoded === 'where needed') return text;
  const wrong = isAscii ? labelMistake(text) : (labelMistake(domainToASCII(text)) ?? emptyLabel(text));
  if (wrong === null) return isAscii ? text : domainToASCII(text);
  if (isEncoded === 'where needed') throw typeError('encoding of hostname failed');
  throw unicodeError(`encoding with 'idna' codec failed (UnicodeError: ${wrong})`);
}

/** What Python's `idna` codec says of the labels of a name; `null`: nothing. */
function labelMistake(name: string): string | null {
  if (name === '') return null;
  const labels = name.split('.');
  const last = labels.pop() ?? '';
  if (labels.some(({ length }) => length === 0 || length > 63)) return 'label empty or too long';
  return last.length > 63 ? 'label too long' : null;
}

/** A name that has no form in ASCII. */
function emptyLabel(name: string): string | null {
  return domainToASCII(name) === '' || name.replace(/\.$/, '').split('.').includes('')
    ? 'label empty or too long'
    : null;
}

/** `inet_aton(3)`: up to four numbers, decimal, octal or hexadecimal, the last of which fills what is left. */
function shortForm(text: string): string | null {
  const parts = text.split('.');
  if (parts.length > 4 || !parts.every((part) => /^(0[xX][\da-fA-F]+|0[0-7]*|[1-9]\d*)$/.test(part)))
    return null;
  const numbers = parts.map((part) => (/^0[0-7]/.test(part) ? parseInt(part, 8) : Number(part)));
  const last = numbers.pop() ?? 0;
  const room = 4 - numbers.length;
  if (numbers.some((number) => number > 255) || last >= 256 ** room) return null;
  const tail = Array.from({ length: room }, (_, i) => Math.floor(last / 256 ** (room - 1 - i)) % 256);
  return [...numbers, ...tail].join('.');
}
