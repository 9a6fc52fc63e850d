import type { LabEvent } from '#lib/lab/protocol/messages.ts';
import { emptyMoment, foldEvent } from '#lib/lab/timeline/fold-event.ts';
import type { Moment } from '#lib/lab/timeline/snapshot.ts';

/** Every so many events a moment is kept; the ones between are folded again when they are asked for. */
const checkpointEvery = 32;

/** A log with the moment after each of its events. */
export interface Timeline {
  append(events: readonly LabEvent[]): void;
  /** How many events there are. */
  readonly count: number;
  /** After the first `count` events; beyond either end it is the nearest there is. */
  moment(count: number): Moment;
  /** After all of them. */
  readonly latest: Moment;
}

export function createTimeline(): Timeline {
  const log: LabEvent[] = [];
  const checkpoints: Moment[] = [emptyMoment];
  let latest = emptyMoment;
  /** What was asked for last: the next question is often about a moment soon after it. */
  let asked = { count: 0, moment: emptyMoment };

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
    moment(wanted) {
      const count = Math.min(Math.max(0, Math.trunc(wanted)), log.length);
      if (count === log.length) return latest;
      const index = Math.floor(count / checkpointEvery);
      const from = index * checkpointEvery;
      const isNear = asked.count >= from && asked.count <= count;
      let moment = isNear ? asked.moment : (checkpoints[index] ?? emptyMoment);
      for (const event of log.slice(isNear ? asked.count : from, count)) moment = foldEvent(moment, event);
      asked = { count, moment };
      return moment;
    },
  };
}
