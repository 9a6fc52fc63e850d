import type { LaneId } from '#lib/lab/ladder/ladder-row.ts';
import { serverName } from './voice.ts';

export interface Lane {
  readonly id: LaneId;
  readonly title: string;
  /** Pixels from the left. */
  readonly x: number;
  /** On which side of its line there is room for words. */
  readonly side: 'left' | 'right';
}

/** Left of the lifelines stands how much time has passed. */
const gutter = 74;
const margin = 36;

/** Nearer than this, the title of a port has room for its number alone. */
const roomForPort = 110;

/** The lifelines from left to right: the server, ports that no program has, everybody else. */
export function placeLanes(ids: readonly LaneId[], width: number): readonly Lane[] {
  const rank = (id: LaneId) => (id === serverName ? 0 : id.startsWith(':') ? 1 : 2);
  const ordered = ids.toSorted((a, b) => rank(a) - rank(b));
  const left = gutter + margin;
  const room = Math.max(120, width - left - margin);
  const apart = room / Math.max(1, ordered.length - 1);
  return ordered.map((id, index) => ({
    id,
    title: id.startsWith(':') && apart >= roomForPort ? `port ${id.slice(1)}, nobody` : id,
    x: left + (ordered.length === 1 ? room / 2 : apart * index),
    side: index > 0 && index === ordered.length - 1 ? 'left' : 'right',
  }));
}
