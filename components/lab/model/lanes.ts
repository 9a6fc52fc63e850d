import type { LaneId } from '#lib/lab/sequence-diagram/layout.ts';

/** The program on the left. */
export const serverName = 'server';

/** What a lane of the diagram stands for. Another kind of lane is a row of `looks`. */
type LaneRole = 'server' | 'port' | 'client';

/** How a lane is shown wherever its program appears. */
interface LaneLook {
  /** Lanes are ordered by it from left to right; those of one role in the order in which they began. */
  readonly order: number;
  /** Classes for its name, for a panel's head, and for what it draws and sends. */
  readonly text: string;
  readonly tint: string;
  readonly fill: string;
  readonly stroke: string;
}

const looks: Readonly<Record<LaneRole, LaneLook>> = {
  server: {
    order: 0,
    text: 'text-server',
    tint: 'bg-server-tint text-server',
    fill: 'fill-server',
    stroke: 'stroke-server',
  },
  port: { order: 1, text: 'text-soft', tint: 'text-soft', fill: 'fill-server', stroke: 'stroke-server' },
  client: {
    order: 2,
    text: 'text-client',
    tint: 'bg-client-tint text-client',
    fill: 'fill-client',
    stroke: 'stroke-client',
  },
};

export function roleOf(lane: LaneId): LaneRole {
  if (lane === serverName) return 'server';
  return lane.startsWith(':') ? 'port' : 'client';
}

export function lookOf(lane: LaneId): LaneLook {
  return looks[roleOf(lane)];
}

/** What the programs next to the server are called together: the only one has its name, several their number. */
export function clientsText(names: readonly string[]): string {
  const [only = 'client'] = names;
  if (names.length > 1) return `Clients · ${String(names.length)}`;
  return only === 'client' ? 'Client' : only;
}
