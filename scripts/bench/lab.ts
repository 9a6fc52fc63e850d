import { pathToFileURL } from 'node:url';
import { privateCommand } from '#server/process/private-command.mjs';
import { type Figure, printFigures } from './report/figure.ts';
import { benchCalls } from './lab/calls.ts';
import { benchEchoes } from './lab/echoes.ts';
import { benchFairness } from './lab/fairness.ts';
import { benchLoad } from './lab/load.ts';
import { onOneProcessor } from './lab/one-processor.ts';
import { benchOpenings } from './lab/openings.ts';
import { benchPassingSessions } from './lab/passing-sessions.ts';
import { type LabSettings, short, thorough } from './lab/settings.ts';
import { benchStillSessions } from './lab/still-sessions.ts';

type Bench = (settings: LabSettings) => Promise<readonly Figure[]>;

const benches: ReadonlyMap<string, Bench> = new Map([
  ['calls', (settings) => onOneProcessor(() => benchCalls(settings))],
  ['echoes', (settings) => onOneProcessor(() => benchEchoes(settings))],
  ['openings', benchOpenings],
  ['load', benchLoad],
  ['fairness', benchFairness],
  ['passing', benchPassingSessions],
  ['still', benchStillSessions],
]);

/** Every session of these listens on the same port, and what they use is read from /proc. */
const inPrivateNetworks: ReadonlySet<string> = new Set(['load', 'fairness', 'passing', 'still']);

/** Measures the sidecar, each part with processes of its own. */
export async function benchLab(
  settings: LabSettings,
  names: readonly string[] = [...benches.keys()],
): Promise<readonly Figure[]> {
  const { reason } = privateCommand([process.execPath]);
  const figures: Figure[] = [];
  for (const name of names) {
    const bench = benches.get(name);
    if (bench === undefined)
      throw new Error(`There is no part “${name}”. Choose from: ${[...benches.keys()].join(', ')}.`);
    if (reason !== null && inPrivateNetworks.has(name)) console.error(`Not measured: ${name}. ${reason}`);
    else figures.push(...(await bench(settings)));
  }
  return figures;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
  const settings = process.argv.includes('--short') ? short : thorough;
  printFigures(await benchLab(settings, names.length > 0 ? names : undefined));
}
