import type { Endpoint, SocketRecord } from '#lib/lab/protocol.ts';
import { stateOfLinux, type TcpState } from '#lib/lab/tcp-state.ts';
import type { SocketRow } from '#server/kernel/observe/socket-table.ts';
import type { TcpInfo } from '#server/kernel/observe/tcp-info.ts';

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

/** FIN counts as a byte in the kernel's queues and sums; these tell when it is in them. */
const finReceived: ReadonlySet<TcpState | null> = new Set<TcpState>(['CLOSE-WAIT', 'LAST-ACK', 'CLOSING']);
const finUnacknowledged: ReadonlySet<TcpState | null> = new Set<TcpState>([
  'FIN-WAIT-1',
  'LAST-ACK',
  'CLOSING',
]);

/** A row of the kernel's list as a student sees it. `now` in µs since the session began. */
export function recordOfRow(row: SocketRow, holder: Holder, now: number): SocketRecord {
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
    measures:
      row.info === null || unacknowledgedBytes === null
        ? null
        : measuresOf(row.info, state, unacknowledgedBytes),
    timer: timerOf(row, now),
  };
}

/** Port 0 is no endpoint. */
export function endpointOrNone(endpoint: Endpoint): Endpoint | null {
  return endpoint.port === 0 ? null : endpoint;
}

/** `null` where the kernel does not count bytes yet (before Linux 4.19). */
export function measuresOf(
  info: TcpInfo,
  state: TcpState | null,
  unacknowledgedBytes: number,
): SocketRecord['measures'] {
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
