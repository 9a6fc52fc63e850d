import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { privateCommand, reasonVariable } from '../server/private-command.mjs';
import { ensureBrowser } from './browser.mjs';
import { check } from './check.mjs';
import { ensureInstalled } from './install.mjs';
import { root, run } from './run.mjs';

/** Runs a test runner that leaves a report, and counts. A runner that failed without a failed test counts as one. */
async function runner(command, args, reportFile, env, count) {
  const report = join(root, '.cache', reportFile);
  await rm(report, { force: true });
  const { ok } = await run(command, args, { show: true, env });
  const counts = await readFile(report, 'utf8').then(
    (text) => count(JSON.parse(text)),
    () => ({ passed: 0, failed: 0, skipped: 0 }),
  );
  return ok || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

/** One of vitest's projects, run by way of `wrap`. */
function vitest(project, wrap) {
  const report = `unit-${project}.json`;
  const { file, args, reason } = wrap([
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=.cache/${report}`,
  ]);
  // One that was inherited tells of another process.
  const env = { [reasonVariable]: reason ?? undefined };
  return runner(file, args, report, env, (counts) => ({
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
  }));
}

const steps = [
  async () => ({ skipped: 0, ...(await check()) }),
  () => vitest('core', (argv) => ({ file: argv[0], args: argv.slice(1), reason: null })),
  () => vitest('kernel', privateCommand),
  () =>
    runner('playwright', ['test'], 'e2e.json', {}, ({ stats }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
    })),
];

await ensureInstalled();
await ensureBrowser();
const total = { passed: 0, failed: 0, skipped: 0 };
for (const step of steps) {
  const counts = await step();
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
}
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
