import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { privateCommand, reasonVariable } from '../server/process/private-command.mjs';
import { ensureBrowser } from './project/browser.mjs';
import { check } from './check.mjs';
import { ensureInstalled } from './project/install.mjs';
import { root, run } from './project/run.mjs';

/**
 * Runs a test runner that leaves a report, and counts; `failures` says which tests failed, and how.
 * A runner that failed without a failed test counts as one.
 */
async function runner(command, args, reportFile, env, count) {
  const report = join(root, '.cache', reportFile);
  await rm(report, { force: true });
  const { ok } = await run(command, args, { show: true, env });
  const counts = await readFile(report, 'utf8').then(
    (text) => count(JSON.parse(text)),
    () => ({ passed: 0, failed: 0, skipped: 0, failures: [] }),
  );
  if (ok || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`${args.join(' ')} failed, though no test did`] };
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
    failures: counts.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => `${relative(root, name)}: ${test.fullName}\n${test.failureMessages.join('\n')}`),
    ),
  }));
}

/** The tests of one of Playwright's suites, and of those in it, that failed each time they were tried. */
function failedSpecs({ specs = [], suites = [] }) {
  return [
    ...specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `e2e/${file}:${line}: ${title}`),
    ...suites.flatMap(failedSpecs),
  ];
}

const steps = [
  async () => ({ skipped: 0, ...(await check()) }),
  () => vitest('core', (argv) => ({ file: argv[0], args: argv.slice(1), reason: null })),
  () => vitest('kernel', privateCommand),
  () =>
    runner('playwright', ['test'], 'e2e.json', {}, ({ stats, suites }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      skipped: stats.skipped,
      failures: failedSpecs({ suites }),
    })),
];

await ensureInstalled();
await ensureBrowser();
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
for (const step of steps) {
  const counts = await step();
  for (const kind of Object.keys(total)) total[kind] += counts[kind];
  failures.push(...counts.failures);
}
// Once more where they are looked for: at the end of a long output.
for (const failure of failures) process.stdout.write(`✕ ${failure}\n`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
process.stdout.write(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
