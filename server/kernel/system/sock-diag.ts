import type { Endpoint } from '#lib/lab/protocol/messages.ts';
import { addressText, close, errnoOf, getsockopt, recv, send, socket } from '#server/kernel/system/libc.ts';

const SOL_SOCKET = 1;
const SO_COOKIE = 57;
const bytes = new Uint8Array(8);
const cookieView = new DataView(bytes.buffer);
const length = new Uint32Array(1);

/** Linux's own name of a socket, which no other socket ever has; `null` where it cannot be had. */
export function socketCookie(hostFd: number): bigint | null {
  length[0] = bytes.length;
  return getsockopt(hostFd, SOL_SOCKET, SO_COOKIE, bytes, length) < 0
    ? null
    : cookieView.getBigUint64(0, true);
}

const SO_MEMINFO = 55;
/** Words of `SK_MEMINFO_*` (`include/uapi/linux/sock_diag.h`). */
const memoryWords = { received: 0, toSend: 5, backlog: 7 };
const memoryInfo = new Uint8Array(64);
const memoryView = new DataView(memoryInfo.buffer);

/** What is not read and not acknowledged, with what the kernel needs to keep it. */
function queuesMemory(bytes: DataView, start: number, length: number): number | null {
  if (length < (memoryWords.backlog + 1) * 4) return null;
  const word = (index: number) => bytes.getUint32(start + index * 4, true);
  return word(memoryWords.received) + word(memoryWords.toSend) + word(memoryWords.backlog);
}

/** Bytes of the kernel's memory that the queues of a socket take; `null` where it does not say (before Linux 4.12). */
export function socketMemory(hostFd: number): number | null {
  length[0] = memoryInfo.length;
  if (getsockopt(hostFd, SOL_SOCKET, SO_MEMINFO, memoryInfo, length) < 0) return null;
  return queuesMemory(memoryView, 0, length[0]);
}

/** What `struct tcp_info` says, in its own units. A field that this kernel does not know is `null`. */
export interface TcpInfo {
  /** The kernel's number of the state. */
  readonly state: number;
  readonly retransmits: number;
  readonly rtoMicros: number;
  readonly sendMss: number;
  /** On a listening socket: connections that wait for `accept`. */
  readonly unacked: number;
  /** On a listening socket: the backlog. */
  readonly sacked: number;
  /** 0 before the first measurement. */
  readonly rttMicros: number;
  readonly congestionWindow: number;
  readonly totalRetransmissions: number;
  readonly bytesReceived: number | null;
  readonly bytesSent: number | null;
  readonly bytesRetransmitted: number | null;
  /** Sequence numbers written and not yet sent once. */
  readonly notSent: number | null;
  readonly outOfOrder: number | null;
  readonly peerWindow: number | null;
}

/** Every kernel that has SOCK_DIAG fills this much. */
const firstFieldsBytes = 104;

/** `length` bytes of `bytes` from `start` on, as the kernel wrote them; `null` if that is too short to be of use. */
export function decodeTcpInfo(bytes: DataView, start: number, length: number): TcpInfo | null {
  if (length < firstFieldsBytes) return null;
  const word = (offset: number): number => bytes.getUint32(start + offset, true);
  const laterWord = (offset: number): number | null => (offset + 4 <= length ? word(offset) : null);
  const laterLong = (offset: number): number | null =>
    // Beyond 2^53 bytes a lab never gets.
    offset + 8 <= length ? word(offset) + word(offset + 4) * 2 ** 32 : null;
  return {
    state: bytes.getUint8(start),
    retransmits: bytes.getUint8(start + 2),
    rtoMicros: word(8),
    sendMss: word(16),
    unacked: word(24),
    sacked: word(28),
    rttMicros: word(68),
    congestionWindow: word(80),
    totalRetransmissions: word(100),
    bytesReceived: laterLong(128),
    bytesSent: laterLong(200),
    bytesRetransmitted: laterLong(208),
    notSent: laterWord(144),
    outOfOrder: laterWord(224),
    peerWindow: laterWord(228),
  };
}

/** A TCP socket as the kernel lists it, with a descriptor or without. */
export interface SocketRow {
  /** The kernel's own name of the socket (`SO_COOKIE`), the same from SYN-RECEIVED to TIME-WAIT. */
  readonly cookie: bigint;
  readonly family: 'AF_INET' | 'AF_INET6';
  /** The kernel's number. */
  readonly state: number;
  readonly local: Endpoint;
  /** Port 0: none. */
  readonly peer: Endpoint;
  /** 0: no descriptor. */
  readonly inode: number;
  readonly timer: { readonly kind: number; readonly expiresMs: number };
  /** Sequence numbers that wait to be read; of a listening socket connections that wait for `accept`. */
  readonly receiveQueue: number;
  /** Sequence numbers not yet acknowledged; of a listening socket the backlog. */
  readonly sendQueue: number;
  /** `null`: a socket too small to have one (SYN-RECEIVED, TIME-WAIT). */
  readonly info: TcpInfo | null;
  /** Bytes of the kernel's memory that its queues take; `null` likewise. */
  readonly memoryBytes: number | null;
}

/** `include/uapi/linux`: `netlink.h`, `inet_diag.h`. */
const AF_NETLINK = 16;
const SOCK_RAW_CLOEXEC = 3 | 0o2000000;
const NETLINK_SOCK_DIAG = 4;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
const NLM_F_REQUEST_DUMP = 0x1 | 0x300;
const NLM_F_DUMP_INTR = 0x10;
/** Unlike its successor, this request lists both families at once. */
const TCPDIAG_GETSOCK = 18;
const INET_DIAG_INFO = 2;
const INET_DIAG_SKMEMINFO = 7;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const MSG_DONTWAIT = 0x40;
const headBytes = 16;
const requestBytes = headBytes + 60;
const messageBytes = 72;

const everyState = 0xfff;
export const listening = 1 << 10;

// A dump is asked for and read to its end in one go, so that all tables can share these.
const request = Buffer.alloc(requestBytes);
request.writeUInt32LE(requestBytes, 0);
request.writeUInt16LE(TCPDIAG_GETSOCK, 4);
request.writeUInt16LE(NLM_F_REQUEST_DUMP, 6);
request.writeUInt8((1 << (INET_DIAG_INFO - 1)) | (1 << (INET_DIAG_SKMEMINFO - 1)), headBytes + 3);
const statesOffset = headBytes + 52;
/** The kernel puts at most 32 KiB into one answer. */
const answer = Buffer.alloc(64 * 1024);
const view = new DataView(answer.buffer, answer.byteOffset, answer.byteLength);

const SOCK_DESTROY = 21;
const NLM_F_REQUEST = 0x1;
/** `struct inet_diag_sockid` in an answer, and its length. */
const idOffset = 4;
const idBytes = 48;
const abortBytes = headBytes + 56;
const abortRequest = Buffer.alloc(abortBytes);
abortRequest.writeUInt32LE(abortBytes, 0);
abortRequest.writeUInt16LE(SOCK_DESTROY, 4);
abortRequest.writeUInt16LE(NLM_F_REQUEST, 6);
abortRequest.writeUInt8(IPPROTO_TCP, headBytes + 1);

/** How often to ask again when the table changed while it was read; then what came is taken as it is. */
const attempts = 4;

/** The TCP sockets of one network, read through a netlink socket (`sock_diag(7)`) that was opened inside it. */
export class SocketTable {
  readonly #fd: number;

  private constructor(fd: number) {
    this.#fd = fd;
  }

  /** Of the network that this thread is in now; or `-errno`. */
  static open(): SocketTable | number {
    const fd = socket(AF_NETLINK, SOCK_RAW_CLOEXEC, NETLINK_SOCK_DIAG);
    return fd < 0 ? fd : new SocketTable(fd);
  }

  /** `states`: a bit for each state wanted. Never waits. `-errno` when the kernel does not answer. */
  read(states = everyState): SocketRow[] | number {
    return this.#readAs(row, states);
  }

  /** Ends every connection in this network at once, also those that no descriptor is left of. Needs `CAP_NET_ADMIN`. */
  abortAll(): void {
    const ids = this.#readAs(
      (at) => ({
        family: view.getUint8(at),
        id: Uint8Array.from(answer.subarray(at + idOffset, at + idOffset + idBytes)),
      }),
      everyState,
    );
    if (typeof ids === 'number') return;
    for (const { family, id } of ids) {
      abortRequest.writeUInt8(family, headBytes);
      abortRequest.set(id, headBytes + 8);
      send(this.#fd, abortRequest, abortBytes, 0);
    }
  }

  close(): void {
    close(this.#fd);
  }

  #readAs<Row>(rowAt: (at: number, end: number) => Row, states: number): Row[] | number {
    request.writeUInt32LE(states, statesOffset);
    for (let attempt = 1; ; attempt++) {
      const rows: Row[] = [];
      const end = this.#dump((at, messageEnd) => rows.push(rowAt(at, messageEnd)));
      if (end === 'whole' || (end === 'changed' && attempt === attempts)) return rows;
      if (end !== 'changed' && (end !== -noBuffers || attempt === attempts)) return end;
    }
  }

  #dump(visit: (at: number, end: number) => void): 'whole' | 'changed' | number {
    const sent = send(this.#fd, request, requestBytes, 0);
    if (sent < 0) return sent;
    let changed = false;
    for (;;) {
      const length = recv(this.#fd, answer, answer.length, MSG_DONTWAIT);
      if (length <= 0) return length === 0 ? -noBuffers : length;
      for (let at = 0; at + headBytes <= length;) {
        const messageLength = view.getUint32(at, true);
        const type = view.getUint16(at + 4, true);
        if ((view.getUint16(at + 6, true) & NLM_F_DUMP_INTR) !== 0) changed = true;
        if (type === NLMSG_DONE) return changed ? 'changed' : 'whole';
        if (type === NLMSG_ERROR) return view.getInt32(at + headBytes, true);
        if (messageLength < headBytes + messageBytes) return -noBuffers;
        visit(at + headBytes, at + messageLength);
        at += (messageLength + 3) & ~3;
      }
    }
  }
}

const noBuffers = errnoOf('ENOBUFS');

/** `struct inet_diag_msg` and the attributes that follow it. */
function row(at: number, end: number): SocketRow {
  const six = view.getUint8(at) === AF_INET6;
  return {
    cookie: view.getBigUint64(at + 44, true),
    family: six ? 'AF_INET6' : 'AF_INET',
    state: view.getUint8(at + 1),
    local: { address: address(six, at + 8), port: view.getUint16(at + 4) },
    peer: { address: address(six, at + 24), port: view.getUint16(at + 6) },
    inode: view.getUint32(at + 68, true),
    timer: { kind: view.getUint8(at + 2), expiresMs: view.getUint32(at + 52, true) },
    receiveQueue: view.getUint32(at + 56, true),
    sendQueue: view.getUint32(at + 60, true),
    ...attributes(at + messageBytes, end),
  };
}

function address(six: boolean, at: number): string {
  if (six) return addressText(AF_INET6, answer.subarray(at, at + 16));
  return `${view.getUint8(at)}.${view.getUint8(at + 1)}.${view.getUint8(at + 2)}.${view.getUint8(at + 3)}`;
}

function attributes(start: number, end: number): Pick<SocketRow, 'info' | 'memoryBytes'> {
  let info: TcpInfo | null = null;
  let memoryBytes: number | null = null;
  for (let at = start; at + 4 <= end;) {
    const length = view.getUint16(at, true);
    if (length < 4) break;
    const kind = view.getUint16(at + 2, true);
    if (kind === INET_DIAG_INFO) info = decodeTcpInfo(view, at + 4, length - 4);
    else if (kind === INET_DIAG_SKMEMINFO) memoryBytes = queuesMemory(view, at + 4, length - 4);
    at += (length + 3) & ~3;
  }
  return { info, memoryBytes };
}
