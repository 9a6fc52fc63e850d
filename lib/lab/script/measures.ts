import type { SocketRecord } from '#lib/lab/protocol.ts';

/** What a `state` line can ask of a socket besides its state; `null`: the kernel does not say. */
export const measures = {
  unread: ({ unreadBytes }) => unreadBytes,
  unacknowledged: ({ unacknowledgedBytes }) => unacknowledgedBytes,
  retransmissions: (record) => record.measures?.retransmissions ?? null,
  timeouts: (record) => record.measures?.timeouts ?? null,
  rto: (record) => record.measures?.rtoMs ?? null,
  'congestion-window': (record) => record.measures?.congestionWindow ?? null,
  'peer-window': (record) => record.measures?.peerWindow ?? null,
  mss: (record) => record.measures?.mss ?? null,
  sent: (record) => record.measures?.bytesSent ?? null,
  acknowledged: (record) => record.measures?.bytesAcknowledged ?? null,
  received: (record) => record.measures?.bytesReceived ?? null,
  'out-of-order': (record) => record.measures?.outOfOrder ?? null,
} as const satisfies Record<string, (record: SocketRecord) => number | null>;

export type MeasureName = keyof typeof measures;
export const measureNames = Object.keys(measures) as MeasureName[];
