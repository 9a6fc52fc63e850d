import { addressBytes, addressText } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

export type AddressFamily = 'AF_INET' | 'AF_INET6';

/** An address as the kernel knows it: numbers only, no names. */
export interface SocketAddress {
  readonly family: AddressFamily;
  /** `127.0.0.1`, `::1` */
  readonly address: string;
  readonly port: number;
  /** IPv6 only. */
  readonly flowInfo: number;
  /** IPv6 only: the interface's number. */
  readonly scopeId: number;
}

/** `struct sockaddr_in`: family, port, 4 bytes of address, 8 of nothing. */
const inetLength = 16;
/** `struct sockaddr_in6`: family, port, flow, 16 bytes of address, scope. */
const inet6Length = 28;

/** Large enough for either family. */
export const addressLength = inet6Length;

/** The platform's number of a family. */
export function familyNumber(platform: Platform, family: AddressFamily): number {
  return platform.constants[family] ?? 0;
}

/** The family that a number stands for, `null` when it is neither. */
export function familyOf(platform: Platform, number: number): AddressFamily | null {
  if (number === platform.constants.AF_INET) return 'AF_INET';
  if (number === platform.constants.AF_INET6) return 'AF_INET6';
  return null;
}

/** `struct sockaddr_in` or `sockaddr_in6`. Throws when `address` is not numeric: names are resolved before. */
export function encodeAddress(platform: Platform, socketAddress: SocketAddress): Buffer {
  const { family, address, port, flowInfo, scopeId } = socketAddress;
  const number = familyNumber(platform, family);
  const bytes = addressBytes(number, address, family === 'AF_INET' ? 4 : 16);
  if (bytes === null) throw new Error(`${address} is no numeric ${family} address.`);
  const encoded = Buffer.alloc(family === 'AF_INET' ? inetLength : inet6Length);
  if (platform.addressHasLength) {
    encoded[0] = encoded.length;
    encoded[1] = number;
  } else {
    encoded.writeUInt16LE(number, 0);
  }
  encoded.writeUInt16BE(port, 2);
  if (family === 'AF_INET') {
    encoded.set(bytes, 4);
  } else {
    encoded.writeUInt32BE(flowInfo, 4);
    encoded.set(bytes, 8);
    encoded.writeUInt32LE(scopeId, 24);
  }
  return encoded;
}

/** What the kernel wrote, `null` for a family that is neither IPv4 nor IPv6. */
export function decodeAddress(platform: Platform, encoded: Buffer): SocketAddress | null {
  const number = platform.addressHasLength ? encoded.readUInt8(1) : encoded.readUInt16LE(0);
  const family = familyOf(platform, number);
  if (family === null) return null;
  const port = encoded.readUInt16BE(2);
  if (family === 'AF_INET') {
    const address = `${encoded.readUInt8(4)}.${encoded.readUInt8(5)}.${encoded.readUInt8(6)}.${encoded.readUInt8(7)}`;
    return { family, address, port, flowInfo: 0, scopeId: 0 };
  }
  return {
    family,
    address: addressText(number, encoded.subarray(8, 24)),
    port,
    flowInfo: encoded.readUInt32BE(4),
    scopeId: encoded.readUInt32LE(24),
  };
}
