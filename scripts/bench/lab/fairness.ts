import { setTimeout as sleep } from 'node:timers/promises';
import { type Figure, quantile } from '../report/figure.ts';
import { BenchBrowser } from './bench-browser.ts';
import { withChildren } from './child-process.ts';
import { connectPrograms, echo } from './connected-programs.ts';
import { microsOf } from './in-turn.ts';
import { startHostile } from './peers.ts';
import type { LabSettings } from './settings.ts';
import { startSidecar } from './sidecar-process.ts';

/** An honest session makes an echo so often. */
const betweenEchoesMs = 50;
/** The first bursts come at once. */
const settleMs = 2_000;

const cases = [
  { hostile: 0, goalMs: null },
  { hostile: 8, goalMs: 50 },
  { hostile: 20, goalMs: 100 },
] as const;

/** How long a call of an honest session takes next to hostile ones at their limits, under the standard limits. */
export async function benchFairness({ fairSeconds }: LabSettings): Promise<readonly Figure[]> {
  const measured: (readonly number[])[] = [];
  for (const { hostile } of cases) measured.push(await honestMicros(hostile, fairSeconds));
  const [alone = []] = measured;
  return cases.flatMap(({ hostile, goalMs }, index): Figure[] => {
    const micros = measured[index] ?? [];
    if (hostile === 0) return [];
    return ([0.5, 0.99] as const).map((share) => ({
      what: `a call next to ${hostile} hostile sessions, p${share * 100}`,
      measured: quantile(micros, share) / 1000,
      unit: 'ms',
      peer: { what: 'without them', measured: quantile(alone, share) / 1000 },
      goal: share === 0.99 ? { atMost: goalMs } : null,
    }));
  });
}

function honestMicros(hostile: number, seconds: number): Promise<readonly number[]> {
  return withChildren(async (keep) => {
    const { socketPath } = await keep(startSidecar({}));
    const honest = await BenchBrowser.open(socketPath);
    await connectPrograms(honest);
    if (hostile > 0) await keep(startHostile(socketPath, hostile));
    await sleep(settleMs);
    const micros: number[] = [];
    const untilMs = performance.now() + seconds * 1000;
    while (performance.now() < untilMs) {
      await echo(honest, async (call) => {
        let value: unknown;
        micros.push(await microsOf(async () => (value = await call())));
        return value;
      });
      await sleep(betweenEchoesMs);
    }
    await honest.close();
    return micros;
  });
}
