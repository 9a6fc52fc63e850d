import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { privateCommand, reasonVariable } from '../server/process/private-command.mjs';
import { ensureBrowser } from './project/browser.mjs';
import { check } from './check.mjs';
import { outputsInOrder } from './project/in-order.mjs';
import { ensureInstalled } from './project/install.mjs';
import { root, run } from './project/run.mjs';

/**
 * Runs a test runner that leaves a report, and counts; `failures` says which tests failed, and how.
 * A runner that failed without a failed test counts as one.
 */
async function runner(command, args, { reportFile, env, count, write }) {
  const report = join(root, '.cache', reportFile);
  await rm(report, { force: true });
  const { ok } = await run(command, args, { show: write, env });
  const counts = await readFile(report, 'utf8').then(
    (text) => count(JSON.parse(text)),
    () => ({ passed: 0, failed: 0, skipped: 0, failures: [] }),
  );
  if (ok || counts.failed > 0) return counts;
  return { ...counts, failed: 1, failures: [`${args.join(' ')} failed, though no test did`] };
}

/** Vitest's projects of these names, run by way of `wrap`. */
function vitest(projects, wrap, write) {
  const reportFile = `unit-${projects.join('-')}.json`;
  const { file, args, reason } = wrap([
    process.execPath,
    'node_modules/vitest/vitest.mjs',
    'run',
    ...projects.map((project) => `--project=${project}`),
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=.cache/${reportFile}`,
  ]);
  // An inherited one is about another process.
  const env = { [reasonVariable]: reason ?? undefined };
  const count = (counts) => ({
    passed: counts.numPassedTests,
    failed: counts.numFailedTests,
    skipped: counts.numPendingTests + counts.numTodoTests,
    failures: counts.testResults.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === 'failed')
        .map((test) => `${relative(root, name)}: ${test.fullName}\n${test.failureMessages.join('\n')}`),
    ),
  });
  return runner(file, args, { reportFile, env, count, write });
}

const onHost = ([file, ...args]) => ({ file, args, reason: null });

/** The tests of one of Playwright's suites, and of those in it, that failed each time they were tried. */
function failedSpecs({ specs = [], suites = [] }) {
  return [
    ...specs.filter(({ ok }) => !ok).map(({ file, line, title }) => `e2e/${file}:${line}: ${title}`),
    ...suites.flatMap(failedSpecs),
  ];
}

function playwright(write) {
  const count = ({ stats, suites }) => ({
    passed: stats.expected + stats.flaky,
    failed: stats.unexpected,
    skipped: stats.skipped,
    failures: failedSpecs({ suites }),
  });
  return runner('playwright', ['test'], { reportFile: 'e2e.json', env: {}, count, write });
}

await ensureInstalled();
await ensureBrowser();
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
function add(counts) {
  for (const kind of Object.keys(total)) total[kind] += counts[kind] ?? 0;
  failures.push(...counts.failures);
}

const show = (text) => process.stdout.write(text);
const [ofChecks, ofUnits, ofKernel] = outputsInOrder(3, show);
// The checks keep one processor busy, and tests of the kernel wait most of the time.
const atOnce = [
  check(ofChecks.write, { atOnce: 1, mayCache: false }).finally(ofChecks.close),
  vitest(['pure', 'core'], onHost, ofUnits.write)
    .finally(ofUnits.close)
    .then(async (units) => [units, await vitest(['kernel'], privateCommand, ofKernel.write)]),
];
for (const counts of (await Promise.all(atOnce)).flat()) add(counts);
// Two browsers, and the servers they talk to, have enough to do with two processors.
ofKernel.close();
add(await playwright(show));

// Once more where they are looked for: at the end of a long output.
for (const failure of failures) show(`✕ ${failure}\n`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
show(`${total.passed} passed, ${total.failed} failed${skipped}\n`);
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
