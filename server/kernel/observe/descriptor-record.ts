import type { Endpoint, SocketRecord } from '#lib/lab/protocol.ts';
import { stateOfLinux, type TcpState } from '#lib/lab/tcp-state.ts';
import type { OwnedSocket } from '#server/kernel/observe/owned-socket.ts';
import { endpointOrNone, measuresOf } from '#server/kernel/observe/socket-record.ts';
import { decodeTcpInfo, type TcpInfo } from '#server/kernel/observe/tcp-info.ts';
import { getsockopt, ioctl } from '#server/kernel/system/libc.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

const IPPROTO_TCP = 6;
const TCP_INFO = 11;

const infoBytes = Buffer.alloc(512);
const infoView = new DataView(infoBytes.buffer, infoBytes.byteOffset, infoBytes.byteLength);
const count = Buffer.alloc(4);
const length = new Uint32Array(1);

/**
 * What a descriptor alone tells: all there is where the kernel gives no list, and everywhere of sockets that are in no
 * list: closed ones, fresh ones, and those of UDP.
 */
export function recordOfDescriptor(platform: Platform, socket: OwnedSocket, id: string): SocketRecord {
  const { program, fd, realFd, family, type } = socket;
  const info = type === 'SOCK_STREAM' && platform.name === 'linux' ? tcpInfo(realFd) : null;
  const state = info === null ? null : stateOfLinux(info.state);
  const listens = state === 'LISTEN';
  const open = type === 'SOCK_STREAM' && !listens;
  const unacknowledgedBytes = open ? bytesUnacknowledged(platform, realFd, state) : null;
  return {
    id,
    program,
    fd,
    family,
    type,
    state,
    local: endpoint(platform, realFd, 'local'),
    peer: endpoint(platform, realFd, 'peer'),
    acceptQueue: info !== null && listens ? { waiting: info.unacked, backlog: info.sacked } : null,
    unreadBytes: open ? bytesQueued(realFd, platform.ioctl.unreadBytes) : null,
    unacknowledgedBytes,
    measures:
      info === null || state === 'CLOSED' || unacknowledgedBytes === null
        ? null
        : measuresOf(info, state, unacknowledgedBytes),
    timer: null,
  };
}

/** Of a closed socket nothing is left to acknowledge, though the kernel's sequence numbers still differ. */
function bytesUnacknowledged(platform: Platform, realFd: number, state: TcpState | null): number | null {
  if (state === 'CLOSED') return 0;
  return platform.ioctl.unsentBytes === null ? null : bytesQueued(realFd, platform.ioctl.unsentBytes);
}

/** What waits in a queue; `null` where the kernel does not say. */
export function bytesQueued(realFd: number, request: number): number | null {
  return ioctl(realFd, request, count) < 0 ? null : count.readInt32LE(0);
}

function tcpInfo(realFd: number): TcpInfo | null {
  length[0] = infoBytes.length;
  const got = getsockopt(realFd, IPPROTO_TCP, TCP_INFO, infoBytes, length);
  return got < 0 ? null : decodeTcpInfo(infoView, 0, length[0]);
}

function endpoint(platform: Platform, realFd: number, end: 'local' | 'peer'): Endpoint | null {
  const decoded = addressOf(platform, realFd, end);
  if (decoded === null || typeof decoded === 'number') return null;
  return endpointOrNone({ address: decoded.address, port: decoded.port });
}
