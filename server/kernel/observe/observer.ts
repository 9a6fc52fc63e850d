import type { Endpoint, EventBody, SocketRecord } from '#lib/lab/protocol/messages.ts';
import {
  bytesQueued,
  type Holder,
  recordOfDescriptor,
  recordOfEntry,
  Tuples,
} from '#server/kernel/observe/socket-record.ts';
import type { OwnedSocket } from '#server/kernel/system/open-socket.ts';
import type { Platform } from '#server/kernel/system/platform.ts';
import {
  socketCookie,
  socketMemory,
  type SocketRow,
  type SocketTable,
} from '#server/kernel/system/sock-diag.ts';
import type { Guard } from '#lib/failures/guard.ts';

const shortestMs = 20;
const longestMs = 250;

/**
 * When to look again, in ms, if no call is made meanwhile; `null`: nothing will change by itself.
 *
 * `previousMs`: how long the last pause was, `null` after a call; `changed`: whether the last look saw anything new.
 */
export function nextSampleMs(
  records: Iterable<SocketRecord>,
  now: number,
  changed: boolean,
  previousMs: number | null,
): number | null {
  let firstEnd = Infinity;
  let moving = changed;
  for (const record of records) {
    if (inMotion(record)) moving = true;
    else if (record.timer?.kind === 'time-wait') firstEnd = Math.min(firstEnd, record.timer.endsAt);
  }
  if (moving) return changed || previousMs === null ? shortestMs : Math.min(previousMs * 2, longestMs);
  // Before its clock runs out a socket in TIME-WAIT does not change, and the kernel may be late.
  return firstEnd === Infinity ? null : Math.max(longestMs, (firstEnd - now) / 1000 + shortestMs);
}

/** Is the kernel about to do something with this socket? */
function inMotion({ state, unacknowledgedBytes, timer }: SocketRecord): boolean {
  switch (state) {
    case 'SYN-SENT':
    case 'SYN-RECEIVED':
    case 'FIN-WAIT-1':
    case 'CLOSING':
    case 'LAST-ACK':
      return true;
    case 'ESTABLISHED':
    case 'CLOSE-WAIT':
    case 'FIN-WAIT-2':
      return (unacknowledgedBytes ?? 0) > 0 || timer?.kind === 'retransmission' || timer?.kind === 'probe';
    case 'CLOSED':
    case 'LISTEN':
    case 'TIME-WAIT':
    case null:
      return false;
  }
}

interface ObserverOptions {
  readonly platform: Platform;
  /** `null` where the kernel gives no list: then only sockets with a descriptor are seen. */
  readonly table: SocketTable | null;
  /** Is everything in the list the session's? If not, only its own sockets and what comes of them are shown. */
  readonly alone: boolean;
  /** Sockets that programs have descriptors of. */
  readonly owned: () => Iterable<OwnedSocket>;
  /** µs since the session began. */
  readonly now: () => number;
  readonly emit: (event: Extract<EventBody, { type: 'sockets' }>) => void;
  /** An `id` that no socket of the session had before. */
  readonly newId: () => string;
  readonly guard: Guard;
}

/** Linux's cookie, elsewhere the inode. */
type Key = bigint | number;

interface Known {
  readonly record: SocketRecord;
  /** To see at once whether anything changed. */
  readonly text: string;
  /** What its queues hold, with what the kernel needs for that where it says so. */
  readonly heldBytes: number;
}

/** A look at more sockets than a lab usually has costs time: then looks are made less often. */
const manySockets = 32;
/** The pause between such looks, compared with how long one takes. */
const pausesPerLook = 9;

/** Readings of a clock that runs on differ by less than this. */
const sameEndMicros = 20_000;

/** Emits what the kernel does with a host's sockets: after every call, and by itself while anything is in motion. */
export class SocketObserver {
  readonly #options: ObserverOptions;
  #known = new Map<Key, Known>();
  readonly #tuples = new Tuples();
  #timer: NodeJS.Timeout | null = null;
  #state: 'watching' | 'paused' | 'closed' = 'watching';
  #sinceLook = { bytes: 0, sockets: 0 };
  #lookedMs = { endedAt: 0, took: 0 };

  constructor(options: ObserverOptions) {
    this.#options = options;
  }

  /** Looks now and emits what changed. To be called after every call that can change anything. */
  observe(): void {
    this.#sample(null);
  }

  /** No system call and no event until `resume`. */
  pause(): void {
    if (this.#state === 'closed') return;
    this.#state = 'paused';
    this.#stopTimer();
  }

  resume(): void {
    if (this.#state !== 'paused') return;
    this.#state = 'watching';
    this.observe();
  }

  close(): void {
    this.#state = 'closed';
    this.#stopTimer();
  }

  /** The session's socket at one end of a connection, as last observed, or else the one that listens there. */
  socketAt(local: Endpoint, peer: Endpoint): Holder | null {
    return this.#tuples.find(local, peer);
  }

  /** Since the last look so much more may have come to be, which is counted until the next. */
  expect({ bytes = 0, sockets = 0 }: { readonly bytes?: number; readonly sockets?: number }): void {
    this.#sinceLook.bytes += bytes;
    this.#sinceLook.sockets += sockets;
  }

  /** What the sockets hold that was not read yet, or not acknowledged, at most. */
  get bufferedBytes(): number {
    let sum = this.#sinceLook.bytes;
    for (const { heldBytes } of this.#known.values()) sum += heldBytes;
    return sum;
  }

  /** Sockets at most, also those without a descriptor: in accept queues, left to the kernel, in TIME-WAIT. */
  get socketCount(): number {
    return this.#known.size + this.#sinceLook.sockets;
  }

  /** How long to wait at least before the next look, in ms. */
  get pauseMs(): number {
    if (this.#known.size <= manySockets) return 0;
    const { endedAt, took } = this.#lookedMs;
    return Math.max(0, endedAt + took * pausesPerLook - performance.now());
  }

  #sample(previousMs: number | null): void {
    if (this.#state !== 'watching') return;
    this.#stopTimer();
    const { now, emit } = this.#options;
    const beganMs = performance.now();
    const next = this.#look();
    if (next === null) {
      this.#again(previousMs ?? retryMs);
      return;
    }
    const changed: SocketRecord[] = [];
    for (const [key, { record, text }] of next) if (this.#known.get(key)?.text !== text) changed.push(record);
    const gone: string[] = [];
    for (const [key, { record }] of this.#known) if (!next.has(key)) gone.push(record.id);
    this.#known = next;
    this.#sinceLook = { bytes: 0, sockets: 0 };
    const moved = changed.length > 0 || gone.length > 0;
    if (moved) this.#tuples.replace(records(next));
    const pauseMs = nextSampleMs(records(next), now(), moved, previousMs);
    const endedAt = performance.now();
    this.#lookedMs = { endedAt, took: endedAt - beganMs };
    if (pauseMs !== null) this.#again(Math.max(pauseMs, this.pauseMs));
    if (moved) emit({ type: 'sockets', changed, gone });
  }

  /** All sockets there are; `null` when the kernel did not answer this time. */
  #look(): Map<Key, Known> | null {
    const { platform, table, owned, now } = this.#options;
    const rows = table === null ? [] : table.read();
    if (typeof rows === 'number') return null;
    const at = now();
    const listed = new Map<Key, SocketRow>();
    for (const row of rows) listed.set(row.cookie, row);

    const next = new Map<Key, Known>();
    for (const socket of owned()) {
      const key = socketCookie(socket.hostFd) ?? socket.inode;
      const row = listed.get(key);
      const id = this.#idOf(key);
      listed.delete(key);
      const record =
        row === undefined
          ? recordOfDescriptor(platform, socket, id)
          : this.#ofOwned(row, { id, program: socket.program, fd: socket.virtualFd }, socket, at);
      const memory = row?.memoryBytes ?? (table === null ? null : socketMemory(socket.hostFd));
      next.set(key, this.#settled(key, record, memory));
    }
    if (listed.size === 0) return next;
    const listeners = new Tuples();
    listeners.replace(records(next));
    for (const [key, row] of listed) {
      const program = this.#programOf(key, row, listeners);
      if (program === undefined) continue;
      const record = recordOfEntry(row, { id: this.#idOf(key), program, fd: null }, at);
      next.set(key, this.#settled(key, record, row.memoryBytes));
    }
    return next;
  }

  /** TIME-WAIT keeps no data, but what arrived before can still be read from the descriptor. */
  #ofOwned(row: SocketRow, holder: Holder, { hostFd }: OwnedSocket, at: number): SocketRecord {
    const record = recordOfEntry(row, holder, at);
    if (record.state !== 'TIME-WAIT') return record;
    return { ...record, unreadBytes: bytesQueued(hostFd, this.#options.platform.ioctl.unreadBytes) };
  }

  /** Of a socket without a descriptor; `undefined`: not to be shown, as it may be another's. */
  #programOf(key: Key, row: SocketRow, listeners: Tuples): string | null | undefined {
    const known = this.#known.get(key);
    if (known !== undefined) return known.record.program;
    const listener = listeners.listener(row.local);
    if (this.#options.alone) return listener?.program ?? null;
    // What others left behind on the same port is never in these states.
    const unaccepted = row.inode === 0 && childStates.has(row.state);
    return listener !== null && unaccepted ? listener.program : undefined;
  }

  #idOf(key: Key): string {
    return this.#known.get(key)?.record.id ?? this.#options.newId();
  }

  /** Keeps the end of a timer as it was emitted first, as long as it is the same timer. */
  #settled(key: Key, record: SocketRecord, memoryBytes: number | null): Known {
    const before = this.#known.get(key)?.record.timer ?? null;
    const { timer } = record;
    const same =
      before !== null &&
      timer !== null &&
      before.kind === timer.kind &&
      Math.abs(before.endsAt - timer.endsAt) < sameEndMicros;
    const settled = same ? { ...record, timer: before } : record;
    return {
      record: settled,
      text: JSON.stringify(settled),
      heldBytes: memoryBytes ?? (record.unreadBytes ?? 0) + (record.unacknowledgedBytes ?? 0),
    };
  }

  #again(pauseMs: number): void {
    const sample = this.#options.guard(() => {
      this.#sample(pauseMs);
    });
    this.#timer = setTimeout(sample, pauseMs);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

const retryMs = 250;
/** A connection between the peer's SYN and `accept`: SYN_RECV, ESTABLISHED, CLOSE_WAIT, NEW_SYN_RECV. */
const childStates: ReadonlySet<number> = new Set([3, 1, 8, 12]);

function* records(known: ReadonlyMap<Key, Known>): Iterable<SocketRecord> {
  for (const { record } of known.values()) yield record;
}
