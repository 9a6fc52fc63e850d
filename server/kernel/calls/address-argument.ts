import type { PythonValue } from '#lib/lab/python-value.ts';
import { boundedArgument, typeName } from '#server/kernel/calls/arguments.ts';
import type { CallSurroundings } from '#server/kernel/calls/attempt.ts';
import { gaiError, typeError } from '#server/kernel/calls/raise.ts';
import { type AddressFamily, familyNumber, type SocketAddress } from '#server/kernel/system/address.ts';
import { lookUp } from '#server/kernel/system/host-names.ts';
import { addressBytes } from '#server/kernel/system/libc.ts';

/**
 * A Python address, `(host, port)` or `(host, port, flowinfo, scopeid)`, as the kernel knows it. Raises what Python
 * raises, in its order: the shape, the host, the port.
 *
 * @param method as Python names it in errors, `bind`
 */
export function addressArgument(
  surroundings: CallSurroundings,
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
  const { platform } = surroundings;
  const bounded = (value: PythonValue, most: number, what: string) =>
    boundedArgument(platform, value, 0, most, `${method}(): ${what} must be 0-${String(most)}.`);
  return {
    family,
    address: resolveHost(surroundings, family, host),
    port: bounded(port, 65_535, 'port'),
    flowInfo: flow === undefined ? 0 : bounded(flow, 2 ** 20 - 1, 'flowinfo'),
    scopeId: scope === undefined ? 0 : bounded(scope, 2 ** 32 - 1, 'scopeid'),
  };
}

/**
 * The numeric address of a host: `''` is the unspecified address, a numeric one is itself, any other is looked up in the
 * hosts file alone, so that no query leaves the computer.
 */
export function resolveHost(
  { platform, hosts }: CallSurroundings,
  family: AddressFamily,
  host: PythonValue,
): string {
  const name = hostText(host);
  if (name.includes('\0')) throw typeError('host name must not contain null character');
  const isInet = family === 'AF_INET';
  if (name === '') return isInet ? '0.0.0.0' : '::';
  if (isInet && name === '<broadcast>') return '255.255.255.255';
  const inet = familyNumber(platform, family);
  const own = isInet ? shortForm(name) : addressBytes(inet, name, 16) && name;
  if (own) return own;
  const { errno, code, text } = platform.nameUnknown;
  const other = familyNumber(platform, isInet ? 'AF_INET6' : 'AF_INET');
  if (addressBytes(other, name, isInet ? 16 : 4) !== null && platform.name === 'linux') {
    throw gaiError(-9, 'EAI_ADDRFAMILY', 'Address family for hostname not supported');
  }
  const found = lookUp(hosts, name, family, inet);
  if (found === null) throw gaiError(errno, code, text);
  return found;
}

function hostText(host: PythonValue): string {
  if (typeof host === 'string') return host;
  if (host !== null && typeof host === 'object' && 'bytes' in host) {
    return Buffer.from(host.bytes, 'base64').toString('latin1');
  }
  throw typeError(`str, bytes or bytearray expected, not ${typeName(host)}`);
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
