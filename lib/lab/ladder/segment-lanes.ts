import type { LabEvent, Segment, SocketRecord } from '#lib/lab/protocol.ts';
import type { LaneId } from '#lib/lab/ladder/ladder-row.ts';

type End = Segment['from'];

function connectionKey(own: End, other: End): string {
  return `${own.address} ${String(own.port)} ${other.address} ${String(other.port)}`;
}

/** Tells to whom the ends of segments belong, also where no program has the socket. */
export class SegmentLanes {
  /** Listening sockets, by id. */
  readonly #listeners = new Map<string, SocketRecord>();
  /** Of connections whose listener may be gone by now. */
  readonly #known = new Map<string, LaneId>();

  observe({ changed, gone }: Extract<LabEvent, { type: 'sockets' }>): void {
    for (const record of changed) {
      if (record.state === 'LISTEN') this.#listeners.set(record.id, record);
      else this.#listeners.delete(record.id);
    }
    for (const id of gone) this.#listeners.delete(id);
  }

  reset(): void {
    this.#listeners.clear();
    this.#known.clear();
  }

  /** The program that listens on a port, else the port itself. */
  laneOfPort(port: number): LaneId {
    for (const { local, program } of this.#listeners.values())
      if (local?.port === port && program !== null) return program;
    return `:${String(port)}`;
  }

  lanesOf({ from, to, flags }: Segment): { readonly from: LaneId; readonly to: LaneId } {
    const isNew = flags.includes('SYN') && !flags.includes('ACK');
    return { from: this.#laneOf(from, to, isNew), to: this.#laneOf(to, from, isNew) };
  }

  #laneOf(own: End, other: End, isNew: boolean): LaneId {
    const key = connectionKey(own, other);
    if (isNew) this.#known.delete(key);
    const lane = own.program ?? this.#known.get(key) ?? this.laneOfPort(own.port);
    this.#known.set(key, lane);
    return lane;
  }
}
