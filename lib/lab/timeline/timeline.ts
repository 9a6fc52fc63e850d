import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { emptySnapshot, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Snapshot } from '#lib/lab/timeline/snapshot.ts';

/** A snapshot is kept for every so many events; those in between are folded again on demand. */
const checkpointEvery = 32;

/** A log with the snapshot after each of its events. */
export interface Timeline {
  append(events: readonly LabEvent[]): void;
  /** How many events there are. */
  readonly count: number;
  /** After the first `count` events; beyond either end it is the nearest there is. */
  snapshot(count: number): Snapshot;
  /** After all of them. */
  readonly latest: Snapshot;
}

export function createTimeline(): Timeline {
  const log: LabEvent[] = [];
  const checkpoints: Snapshot[] = [emptySnapshot];
  let latest = emptySnapshot;
  /** The last snapshot asked for: the next one is often soon after it. */
  let asked = { count: 0, snapshot: emptySnapshot };

  return {
    append(events) {
      for (const event of events) {
        log.push(event);
        latest = foldEvent(latest, event);
        if (log.length % checkpointEvery === 0) checkpoints.push(latest);
      }
    },
    get count() {
      return log.length;
    },
    get latest() {
      return latest;
    },
    snapshot(wanted) {
      const count = Math.min(Math.max(0, Math.trunc(wanted)), log.length);
      if (count === log.length) return latest;
      const index = Math.floor(count / checkpointEvery);
      const from = index * checkpointEvery;
      const isNear = asked.count >= from && asked.count <= count;
      let snapshot = isNear ? asked.snapshot : (checkpoints[index] ?? emptySnapshot);
      for (const event of log.slice(isNear ? asked.count : from, count))
        snapshot = foldEvent(snapshot, event);
      asked = { count, snapshot };
      return snapshot;
    },
  };
}
