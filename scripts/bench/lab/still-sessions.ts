import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { connectPrograms, fds } from './connected-programs.ts';
import { BenchBrowser } from './bench-browser.ts';
import { cpuShare } from './process-usage.ts';
import type { LabSettings } from './settings.ts';
import { severalAtOnce } from './several-at-once.ts';
import { startSidecar } from './sidecar-process.ts';

/** Until then everything that was begun has come to rest. */
const restMs = 3_000;

/** What a sidecar does while nothing is done in its sessions, compared with one without sessions at the same time. */
export function benchStillSessions({ stillSessions, stillSeconds }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const empty = await keep(startSidecar());
    const labs = await severalAtOnce(stillSessions, () => beStill(sidecar.socketPath));
    await sleep(restMs);
    const rest = sleep(stillSeconds * 1_000);
    const [still, none] = await Promise.all([sidecar, empty].map(({ pid }) => cpuShare(pid, () => rest)));
    await Promise.all(labs.map((lab) => lab.close()));
    return [
      {
        what: `${stillSessions} still sessions: processor time of the sidecar`,
        measured: still ?? Number.NaN,
        unit: '%',
        peer: { what: 'a sidecar without sessions', measured: none ?? Number.NaN },
        goal: { atMost: 1 },
      },
    ];
  });
}

/** LISTEN, ESTABLISHED twice, and two calls that wait. */
async function beStill(socketPath: string): Promise<BenchBrowser> {
  const lab = await BenchBrowser.open(socketPath);
  await connectPrograms(lab);
  // Blocked until the session is over: `accept` in a second thread, as each thread makes one call at a time.
  const waiting = [
    lab.call('server', { name: 'recv', fd: fds.accepted, args: [1024] }),
    lab.call('server', { name: 'accept', fd: fds.listening, args: [] }, 2),
  ];
  for (const call of waiting) call.catch(() => {});
  return lab;
}
