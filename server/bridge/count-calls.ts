import type { CallName, Occurrence } from '#lib/lab/protocol.ts';
import type { Metrics } from '#server/bridge/metrics.ts';

/** Follows the calls of one session from `entered` to their end, and counts how they ended. */
export function countCalls(metrics: Metrics): (occurrence: Occurrence) => void {
  const running = new Map<number, CallName>();

  function ended(id: number, outcome: 'ok' | 'error' | 'refused' | 'unfinished'): void {
    const name = running.get(id);
    running.delete(id);
    if (name !== undefined) metrics.calls.add({ name, outcome });
  }

  return (occurrence) => {
    switch (occurrence.type) {
      case 'entered':
        running.set(occurrence.id, occurrence.call.name);
        break;
      case 'returned':
        ended(occurrence.id, occurrence.result.ok ? 'ok' : 'error');
        break;
      case 'exited':
        for (const id of occurrence.unfinished) ended(id, 'unfinished');
        break;
      case 'refused':
        metrics.refusals.add({ code: occurrence.code });
        if (occurrence.id !== null) ended(occurrence.id, 'refused');
        break;
      case 'reset':
        for (const id of [...running.keys()]) ended(id, 'unfinished');
        break;
      default:
        break;
    }
  };
}
