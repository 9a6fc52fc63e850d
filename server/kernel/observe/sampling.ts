import type { SocketRecord } from '#lib/lab/protocol.ts';

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
  // Whoever waits for a clock need not look before it runs out, and the kernel may be late.
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
