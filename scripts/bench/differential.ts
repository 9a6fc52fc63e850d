import { spawnSync } from 'node:child_process';
import { createLabKernel } from '#server/kernel/create-lab-kernel.ts';
import { privateCommand, reasonVariable } from '#server/process/private-command.mjs';
import {
  compareSequences,
  describeMismatches,
  differentialSeed,
  sequenceNumbers,
} from '#test/server/differential/compare.ts';
import { differences } from '#test/server/differential/differences.ts';
import { sourceCommand } from '../project/compile.mjs';
import { printFigures } from './report/figure.ts';

/** The test run makes 200. */
const sequences = 5_000;
/** Most of the time is spent waiting until calls that wait forever are interrupted. */
const atOnce = 8;

/** Runs this file again, in a network of its own, and ends as it does. */
function runInside(): never {
  const { file, args, reason } = privateCommand(sourceCommand('scripts/bench/differential.ts', ['--inside']));
  if (reason !== null) throw new Error(`Sequences are compared in private networks only. ${reason}`);
  const { status } = spawnSync(file, args, { stdio: 'inherit' });
  process.exit(status ?? 1);
}

if (!process.argv.includes('--inside')) runInside();

const seed = differentialSeed();
console.error(`DIFFERENTIAL_SEED=${String(seed)}`);
const kernel = createLabKernel({ hostReason: process.env[reasonVariable] ?? null });
const beganMs = performance.now();
const compared = await compareSequences(kernel, { seed, numbers: sequenceNumbers(sequences), atOnce });
const seconds = (performance.now() - beganMs) / 1000;
await kernel.close();

if (compared.mismatches.length > 0) console.error(describeMismatches(seed, compared.mismatches));
for (const { name, reason } of differences)
  console.error(`${String(compared.byDesign.get(name) ?? 0)} × ${name}: ${reason}`);

printFigures([
  {
    what: `sequences of ${String(compared.sequences)} (${String(compared.lines)} lines) in which the lab does otherwise than python3`,
    measured: compared.mismatches.length,
    unit: '',
    peer: null,
    goal: { atMost: 0 },
  },
  {
    what: 'sequences compared',
    measured: compared.sequences / seconds,
    unit: '/s',
    peer: null,
    goal: null,
  },
]);
