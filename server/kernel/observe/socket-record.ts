import type { Endpoint, SocketRecord } from '#lib/lab/protocol/messages.ts';
import { stateOfLinux, type TcpState } from '#lib/lab/protocol/tcp-state.ts';
import { getsockopt, ioctl } from '#server/kernel/system/libc.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import { decodeTcpInfo, type SocketRow, type TcpInfo } from '#server/kernel/system/sock-diag.ts';
import { addressOf } from '#server/kernel/system/socket-facts.ts';

/** Whose socket a record is about. */
export type Holder = Pick<SocketRecord, 'id' | 'program' | 'fd'>;

type Timer = NonNullable<SocketRecord['timer']>;
/** `idiag_timer` of `struct inet_diag_msg`. */
const timerKinds: readonly (Timer['kind'] | null)[] = [
  null,
  'retransmission',
  'keepalive',
  'time-wait',
  'probe',
];

/** FIN counts as a byte in the kernel's queues and sums; in these states it is in them. */
const finReceived: ReadonlySet<TcpState | null> = new Set<TcpState>(['CLOSE-WAIT', 'LAST-ACK', 'CLOSING']);
const finUnacknowledged: ReadonlySet<TcpState | null> = new Set<TcpState>([
  'FIN-WAIT-1',
  'LAST-ACK',
  'CLOSING',
]);

/** A row of the kernel's list as a student sees it. `now` in µs since the session began. */
export function recordOfEntry(row: SocketRow, holder: Holder, now: number): SocketRecord {
  const state = stateOfLinux(row.state);
  const listens = state === 'LISTEN';
  const unacknowledgedBytes = listens ? null : payload(row.sendQueue, sentAsBytes(state));
  return {
    // Not spread: this is made for every socket at every look.
    id: holder.id,
    program: holder.program,
    fd: holder.fd,
    family: row.family,
    type: 'SOCK_STREAM',
    state,
    local: row.local,
    peer: endpointOrNone(row.peer),
    acceptQueue: listens ? { waiting: row.receiveQueue, backlog: row.sendQueue } : null,
    unreadBytes: listens ? null : payload(row.receiveQueue, finReceived.has(state) ? 1 : 0),
    unacknowledgedBytes,
    tcpInfo:
      row.info === null || unacknowledgedBytes === null
        ? null
        : tcpInfoOf(row.info, state, unacknowledgedBytes),
    timer: timerOf(row, now),
  };
}

/** Port 0 is no endpoint. */
function endpointOrNone(endpoint: Endpoint): Endpoint | null {
  return endpoint.port === 0 ? null : endpoint;
}

/** `null` where the kernel does not count bytes yet (before Linux 4.19). */
function tcpInfoOf(
  info: TcpInfo,
  state: TcpState | null,
  unacknowledgedBytes: number,
): SocketRecord['tcpInfo'] {
  if (info.bytesSent === null || info.bytesRetransmitted === null) return null;
  if (info.bytesReceived === null || info.notSent === null) return null;
  const bytesSent = info.bytesSent - info.bytesRetransmitted;
  const unsentBytes = payload(info.notSent, sentAsBytes(state));
  return {
    retransmissions: info.totalRetransmissions,
    timeouts: info.retransmits,
    rtoMs: info.rtoMicros / 1000,
    rttMs: info.rttMicros === 0 ? null : info.rttMicros / 1000,
    congestionWindow: info.congestionWindow,
    mss: info.sendMss,
    peerWindow: info.peerWindow,
    bytesSent,
    // The kernel's own sum counts SYN at one end only, and FIN.
    bytesAcknowledged: Math.max(0, bytesSent + unsentBytes - unacknowledgedBytes),
    bytesReceived: payload(info.bytesReceived, finReceived.has(state) ? 1 : 0),
    outOfOrder: info.outOfOrder,
  };
}

/** How many sequence numbers of the send queue are no payload: SYN or FIN. */
function sentAsBytes(state: TcpState | null): number {
  return state === 'SYN-SENT' || finUnacknowledged.has(state) ? 1 : 0;
}

function payload(sequenceNumbers: number, flags: number): number {
  return Math.max(0, sequenceNumbers - flags);
}

function timerOf({ timer }: SocketRow, now: number): Timer | null {
  const kind = timerKinds[timer.kind] ?? null;
  return kind === null ? null : { kind, endsAt: now + timer.expiresMs * 1000 };
}

const IPPROTO_TCP = 6;
const TCP_INFO = 11;

const infoBytes = Buffer.alloc(512);
const infoView = new DataView(infoBytes.buffer, infoBytes.byteOffset, infoBytes.byteLength);
const count = Buffer.alloc(4);
const length = new Uint32Array(1);

/**
 * What a descriptor alone gives: all there is where the kernel gives no list, and everywhere of sockets that are in no
 * list: closed ones, fresh ones, and those of UDP.
 */
export function recordOfDescriptor(platform: Platform, socket: OwnedSocket, id: string): SocketRecord {
  const { program, virtualFd: fd, hostFd, family, type } = socket;
  const info = type === 'SOCK_STREAM' && platform.name === 'linux' ? readTcpInfo(hostFd) : null;
  const state = info === null ? null : stateOfLinux(info.state);
  const listens = state === 'LISTEN';
  const open = type === 'SOCK_STREAM' && !listens;
  const unacknowledgedBytes = open ? bytesUnacknowledged(platform, hostFd, state) : null;
  return {
    id,
    program,
    fd,
    family,
    type,
    state,
    local: endpoint(platform, hostFd, 'local'),
    peer: endpoint(platform, hostFd, 'peer'),
    acceptQueue: info !== null && listens ? { waiting: info.unacked, backlog: info.sacked } : null,
    unreadBytes: open ? bytesQueued(hostFd, platform.ioctl.unreadBytes) : null,
    unacknowledgedBytes,
    tcpInfo:
      info === null || state === 'CLOSED' || unacknowledgedBytes === null
        ? null
        : tcpInfoOf(info, state, unacknowledgedBytes),
    timer: null,
  };
}

/** Of a closed socket nothing is left to acknowledge, though the kernel's sequence numbers still differ. */
function bytesUnacknowledged(platform: Platform, hostFd: number, state: TcpState | null): number | null {
  if (state === 'CLOSED') return 0;
  return platform.ioctl.unsentBytes === null ? null : bytesQueued(hostFd, platform.ioctl.unsentBytes);
}

/** What waits in a queue; `null` where the kernel does not say. */
export function bytesQueued(hostFd: number, request: number): number | null {
  return ioctl(hostFd, request, count) < 0 ? null : count.readInt32LE(0);
}

function readTcpInfo(hostFd: number): TcpInfo | null {
  length[0] = infoBytes.length;
  const got = getsockopt(hostFd, IPPROTO_TCP, TCP_INFO, infoBytes, length);
  return got < 0 ? null : decodeTcpInfo(infoView, 0, length[0]);
}

function endpoint(platform: Platform, hostFd: number, end: 'local' | 'peer'): Endpoint | null {
  const decoded = addressOf(platform, hostFd, end);
  if (decoded === null || typeof decoded === 'number') return null;
  return endpointOrNone({ address: decoded.address, port: decoded.port });
}

/** Segments may be asked about a moment after their socket went. */
const keptGone = 256;

/** Finds the socket of the session at one end of a connection. */
export class Tuples {
  #now = new Map<string, Holder>();
  #listeners = new Map<string, Holder>();
  #closed = new Map<string, Holder>();
  readonly #gone = new Map<string, Holder>();

  /**
   * `local` and `peer` as that end sees them. Where nothing is connected, the socket that listens there, or one that has
   * the port: after a refused `connect` nothing else is left of the connection.
   */
  find(local: Endpoint, peer: Endpoint): Holder | null {
    const key = keyOf(local, peer);
    return (
      this.#now.get(key) ??
      this.#gone.get(key) ??
      holderAt(this.#listeners, local) ??
      holderAt(this.#closed, local)
    );
  }

  listener(local: Endpoint): Holder | null {
    return holderAt(this.#listeners, local);
  }

  replace(records: Iterable<SocketRecord>): void {
    const before = this.#now;
    this.#now = new Map();
    this.#listeners = new Map();
    this.#closed = new Map();
    for (const { id, program, fd, state, local, peer } of records) {
      const holder = { id, program, fd };
      if (local === null) continue;
      if (state === 'LISTEN') this.#listeners.set(placeKey(local), holder);
      else if (peer !== null) this.#now.set(keyOf(local, peer), holder);
      else this.#closed.set(placeKey(local), holder);
    }
    for (const [key, holder] of before) {
      if (this.#now.has(key)) continue;
      this.#gone.delete(key);
      this.#gone.set(key, { ...holder, fd: null });
    }
    for (const key of this.#gone.keys()) {
      if (this.#gone.size <= keptGone) break;
      this.#gone.delete(key);
    }
  }
}

/** A socket bound to every address is at each. */
function holderAt(sockets: ReadonlyMap<string, Holder>, local: Endpoint): Holder | null {
  const { port } = local;
  return (
    sockets.get(placeKey(local)) ??
    (local.address.includes(':') ? null : sockets.get(placeKey({ address: '0.0.0.0', port }))) ??
    sockets.get(placeKey({ address: '::', port })) ??
    null
  );
}

function keyOf(local: Endpoint, peer: Endpoint): string {
  return `${placeKey(local)} ${placeKey(peer)}`;
}

/** An IPv6 socket may hold an IPv4 connection; on the wire there is no trace of that. */
function placeKey({ address, port }: Endpoint): string {
  return `${address.startsWith('::ffff:') ? address.slice(7) : address} ${String(port)}`;
}
