import { once } from 'node:events';
import { privateCommand } from '#server/process/private-command.mjs';
import { sourceCommand } from '../../project/compile.mjs';
import { type Figure, quantile } from '../report/figure.ts';
import { Child, withChildren } from './child-process.ts';
import { BenchBrowser } from './bench-browser.ts';
import type { LabSettings } from './settings.ts';
import { startSidecar } from './sidecar-process.ts';

const warmUps = 10;

/** From `open`, sent over a WebSocket that is open, to `opened`, compared with a private network made by itself. */
export function benchOpenings({ openings }: LabSettings): Promise<readonly Figure[]> {
  return withChildren(async (keep) => {
    const sidecar = await keep(startSidecar());
    const { file, args, reason } = privateCommand(sourceCommand('scripts/bench/lab/private-networks.ts'));
    const networks = reason === null ? await keep(Child.start(file, args, { channel: true })) : null;
    await networks?.firstLine();

    const opened: number[] = [];
    const floor: number[] = [];
    for (let round = -warmUps; round < openings; round += 1) {
      const lab = await BenchBrowser.connect(sidecar.socketPath);
      const beganMs = performance.now();
      await lab.openSession();
      const ms = performance.now() - beganMs;
      await lab.close();
      const alone = networks === null ? null : await networkMs(networks);
      if (round < 0) continue;
      opened.push(ms);
      if (alone !== null) floor.push(alone);
    }
    const what = reason === null ? 'open a session and its private network' : 'open a session';
    return ([0.5, 0.99] as const).map((share): Figure => ({
      what: `${what}, p${share * 100}`,
      measured: quantile(opened, share),
      unit: 'ms',
      peer:
        floor.length === 0
          ? null
          : { what: `such a network alone, p${share * 100}`, measured: quantile(floor, share) },
      goal: share === 0.5 ? { atMost: 10 } : null,
    }));
  });
}

async function networkMs({ process: child }: Child): Promise<number> {
  const answered = once(child, 'message');
  child.send('make one');
  const [micros] = (await answered) as [number];
  return micros / 1000;
}
