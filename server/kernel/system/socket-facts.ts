import type { ConstantName } from '#lib/lab/protocol/python-value.ts';
import { stateOfLinux, type TcpState } from '#lib/lab/protocol/tcp-state.ts';
import { addressLength, decodeAddress, type SocketAddress } from '#server/kernel/system/address.ts';
import { getpeername, getsockname, getsockopt, ioctl } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

const value = Buffer.alloc(8);
const address = Buffer.alloc(addressLength);
const length = new Uint32Array(1);
/** Linux: `tcp.h`. */
const TCP_INFO = 11;

/** The address at one end of a socket, or `-errno`. */
export function addressOf(
  platform: Platform,
  hostFd: number,
  end: 'local' | 'peer',
): SocketAddress | null | number {
  address.fill(0);
  length[0] = address.length;
  const ask = end === 'local' ? getsockname : getpeername;
  const result = ask(hostFd, address, length);
  return result < 0 ? result : decodeAddress(platform, address);
}

/** An int option of a socket, or `-errno`. */
export function intOption(
  { constants }: Platform,
  hostFd: number,
  level: ConstantName,
  option: ConstantName,
): number {
  length[0] = 4;
  const result = getsockopt(hostFd, constants[level] ?? -1, constants[option] ?? -1, value, length);
  return result < 0 ? result : value.readInt32LE(0);
}

/** The state of a TCP socket; `null` where it cannot be asked for. */
export function tcpState({ name, constants }: Platform, hostFd: number): TcpState | null {
  if (name !== 'linux') return null;
  length[0] = 1;
  const result = getsockopt(hostFd, constants.IPPROTO_TCP ?? -1, TCP_INFO, value, length);
  return result < 0 ? null : stateOfLinux(value.readUInt8(0));
}

/** Bytes that have arrived and were not read. */
export function unreadBytes({ ioctl: requests }: Platform, hostFd: number): number {
  return ioctl(hostFd, requests.unreadBytes, value) < 0 ? 0 : value.readInt32LE(0);
}

/** How long `close` waits until what was sent is acknowledged, in ms; `null`: not at all (0 seconds reset instead). */
export function lingerMs({ constants }: Platform, hostFd: number): number | null {
  length[0] = value.length;
  const result = getsockopt(hostFd, constants.SOL_SOCKET ?? -1, constants.SO_LINGER ?? -1, value, length);
  const [isOn, seconds] = [value.readInt32LE(0), value.readInt32LE(4)];
  return result < 0 || isOn === 0 || seconds === 0 ? null : seconds * 1000;
}
