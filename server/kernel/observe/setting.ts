import { getsockopt } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';

const value = Buffer.alloc(4);
const length = new Uint32Array(1);

/** An int that the kernel keeps of a socket, `null` where it does not. */
export function setting(
  { constants }: Platform,
  realFd: number,
  option: 'SO_ACCEPTCONN' | 'TCP_MAXSEG',
): number | null {
  const level = option === 'TCP_MAXSEG' ? constants.IPPROTO_TCP : constants.SOL_SOCKET;
  length[0] = value.length;
  const result = getsockopt(realFd, level ?? -1, constants[option] ?? -1, value, length);
  return result < 0 ? null : value.readInt32LE(0);
}
