import type { PythonValue } from '#lib/lab/python-value.ts';
import { overflowError, Refusal, typeError } from '#server/kernel/calls/raise.ts';
import { RepeatedBytes } from '#server/kernel/calls/repeated-bytes.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

/** `type(value).__name__` */
export function typeName(value: PythonValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'int';
  if (typeof value === 'string') return 'str';
  if (Array.isArray(value)) return 'list';
  if ('float' in value) return 'float';
  if ('bytes' in value) return 'bytes';
  if ('tuple' in value) return 'tuple';
  if ('socket' in value) return 'socket';
  return 'int';
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
  size: {
    least: -(2 ** 63),
    most: 2 ** 63,
    tooLarge: 'Python int too large to convert to C ssize_t',
    tooSmall: 'Python int too large to convert to C ssize_t',
  },
} as const;

/** The value as an index (`__index__`): ints, bools and constants; `null` for any other type. */
function indexOf(platform: Platform, value: PythonValue): number | bigint | null {
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

/** An int in `least..most`, or `tooFar`. */
export function boundedArgument(
  platform: Platform,
  value: PythonValue,
  least: number,
  most: number,
  tooFar: string,
): number {
  const index = indexOf(platform, value);
  if (index === null) throw typeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (index < least || index > most) throw overflowError(tooFar);
  return Number(index);
}

/** A bytes argument, at most `maxBytes` long. */
export function bytesArgument(value: PythonValue, maxBytes: number): RepeatedBytes {
  if (value === null || typeof value !== 'object' || Array.isArray(value) || !('bytes' in value)) {
    throw typeError(`a bytes-like object is required, not '${typeName(value)}'`);
  }
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
