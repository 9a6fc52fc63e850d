import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import {
  compareSequences,
  describeMismatches,
  differentialSeed,
  sequenceNumbers,
} from '#test/server/differential/compare.ts';
import { kernel, noPrivateNetwork } from '#test/server/kernel-session.ts';

/** `npm run bench -- differential` runs many more. */
const count = 200;

const seed = differentialSeed();
const version = spawnSync('python3', ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
  encoding: 'utf8',
});
/** The words of messages are those of this version; others change some. */
const isComparable = noPrivateNetwork === null && version.stdout.trim() === '3.11';

it.skipIf(!isComparable)(
  `gives what Python gives in ${String(count)} sequences of calls (DIFFERENTIAL_SEED=${String(seed)})`,
  { timeout: 120_000 },
  async () => {
    const compared = await compareSequences(kernel, { seed, numbers: sequenceNumbers(count), atOnce: 6 });
    expect(describeMismatches(seed, compared.mismatches)).toBe('');
    expect(compared.lines).toBeGreaterThan(compared.sequences * 5);
  },
);
