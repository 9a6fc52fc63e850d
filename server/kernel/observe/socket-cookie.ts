import { getsockopt } from '#server/kernel/system/libc.ts';

const SOL_SOCKET = 1;
const SO_COOKIE = 57;
const bytes = new Uint8Array(8);
const view = new DataView(bytes.buffer);
const length = new Uint32Array(1);

/** Linux's own name of a socket, which no other socket ever has; `null` where it cannot be had. */
export function socketCookie(realFd: number): bigint | null {
  length[0] = bytes.length;
  return getsockopt(realFd, SOL_SOCKET, SO_COOKIE, bytes, length) < 0 ? null : view.getBigUint64(0, true);
}
