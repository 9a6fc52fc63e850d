import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from '../report/figure.ts';
import { withChildren } from './child-process.ts';
import { connectPrograms } from './connected-programs.ts';
import { BenchBrowser } from './bench-browser.ts';
import { networkNamespaces } from './network-count.ts';
import { descriptors, residentKb, threads } from './process-usage.ts';
import type { LabSettings } from './settings.ts';
import { severalAtOnce } from './several-at-once.ts';
import { startSidecar } from './sidecar-process.ts';

/** What the first sessions bring about stays: threads, and the network that all others are made from. */
const warmUps = 20;
const lookAgainMs = 100;
const steadyMs = 1_000;
/** What a session leaves behind is closed in the background, one capture after another. */
const longestWaitMs = 60_000;

interface Held {
  readonly descriptors: number;
  readonly threads: number;
  readonly networks: number | null;
  readonly residentKb: number;
}

/** What a sidecar still holds after many sessions have come and gone. */
export function benchPassingSessions({ passingSessions }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const { pid, socketPath } = await keep(startSidecar());
    const pass = async () => {
      const lab = await BenchBrowser.open(socketPath);
      await connectPrograms(lab);
      await lab.close();
    };
    await severalAtOnce(warmUps, pass);
    await untilUnchanged(() => descriptors(pid));
    const before = held(pid);
    await severalAtOnce(passingSessions, pass);
    const after = await heldInTheEnd(pid, before);

    const what = (thing: string) =>
      `${passingSessions} sessions opened and closed: ${thing} more than before`;
    const none = { atMost: 0 };
    const more = (thing: string, difference: number): Figure => ({
      what: what(thing),
      measured: difference,
      unit: '',
      peer: null,
      goal: none,
    });
    if (before.networks === null || after.networks === null)
      console.error('Network namespaces are not counted: this system does not say how many there are.');
    return [
      more('descriptors', after.descriptors - before.descriptors),
      more('threads', after.threads - before.threads),
      ...(before.networks === null || after.networks === null
        ? []
        : [more('network namespaces', after.networks - before.networks)]),
      {
        what: what('resident memory'),
        measured: after.residentKb - before.residentKb,
        unit: 'kB',
        peer: null,
        goal: null,
      },
    ];
  });
}

function held(pid: number): Held {
  return {
    descriptors: descriptors(pid),
    threads: threads(pid),
    networks: networkNamespaces(pid),
    residentKb: residentKb(pid),
  };
}

/** As soon as no more is held than before, or when it has been waited for long enough. */
async function heldInTheEnd(pid: number, before: Held): Promise<Held> {
  const latestMs = performance.now() + longestWaitMs;
  for (;;) {
    await untilUnchanged(() => descriptors(pid));
    const now = held(pid);
    const asBefore =
      now.descriptors <= before.descriptors &&
      now.threads <= before.threads &&
      (now.networks ?? 0) <= (before.networks ?? 0);
    if (asBefore || performance.now() > latestMs) return now;
  }
}

async function untilUnchanged(read: () => number): Promise<void> {
  let last = read();
  for (let unchangedMs = 0; unchangedMs < steadyMs; unchangedMs += lookAgainMs) {
    await sleep(lookAgainMs);
    const now = read();
    if (now !== last) unchangedMs = 0;
    last = now;
  }
}
