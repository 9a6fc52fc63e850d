import type { SocketRecord } from '#lib/lab/protocol.ts';
import type { TcpState } from '#lib/lab/tcp-state.ts';

export interface StateChange {
  /** The last that the kernel said of the socket. */
  readonly record: SocketRecord;
  /** `null`: the kernel has forgotten it. */
  readonly state: TcpState | null;
  /** `null`: nothing was known of it. */
  readonly before: TcpState | null;
}

/** Follows the states of sockets, and tells the changes that say something: that a fresh one is CLOSED does not. */
export class SocketStates {
  readonly #records = new Map<string, SocketRecord>();

  apply(changed: readonly SocketRecord[], gone: readonly string[]): StateChange[] {
    const changes: StateChange[] = [];
    for (const record of changed) {
      const before = this.#records.get(record.id)?.state ?? null;
      this.#records.set(record.id, record);
      const { state } = record;
      if (state === null || state === before || (before === null && state === 'CLOSED')) continue;
      changes.push({ record, state, before });
    }
    for (const id of gone) {
      const record = this.#records.get(id);
      this.#records.delete(id);
      if (record === undefined || record.state === null || record.state === 'CLOSED') continue;
      changes.push({ record, state: null, before: record.state });
    }
    return changes;
  }

  reset(): void {
    this.#records.clear();
  }
}
