import ensureBuilt from './project/build.mjs';
import { checkBundles } from './project/bundle.mjs';
import { ensureInstalled } from './project/install.mjs';
import { run } from './project/run.mjs';

async function types() {
  const routes = await run('next', ['typegen']);
  return routes.ok ? run('tsc', ['--noEmit']) : routes;
}

/** Imports point one way. A check that read nothing proves nothing. */
async function imports() {
  const folders = ['app', 'components', 'lib', 'server', 'scripts', 'content', 'e2e'];
  const cruise = await run('depcruise', ['--config', '.dependency-cruiser.json', ...folders]);
  const read = Number(/\((\d+) modules/.exec(cruise.output)?.[1] ?? 0);
  return read > 0
    ? cruise
    : { ok: false, output: `${cruise.output}\nThe import rule was checked on no module.\n` };
}

async function bundles() {
  await ensureBuilt();
  return checkBundles();
}

/** What `npm run check` looks at, in this order. */
const checks = [
  { name: 'types', look: types },
  { name: 'lint', look: () => run('eslint', ['.', '--max-warnings', '0']) },
  { name: 'format', look: () => run('prettier', ['--check', '.']) },
  { name: 'unused code and dependencies', look: () => run('knip', []) },
  { name: 'import rule', look: imports },
  { name: 'content', look: () => run('tsx', ['scripts/deck.ts', 'check']) },
  { name: 'lab scripts', look: () => run('tsx', ['scripts/lab.ts', 'check']) },
  { name: 'bundle budget', look: bundles },
];

/** @returns {Promise<{ passed: number, failed: number, failures: string[] }>} */
export async function check() {
  const counts = { passed: 0, failed: 0, failures: [] };
  for (const { name, look } of checks) {
    const { ok, output } = await look();
    counts[ok ? 'passed' : 'failed'] += 1;
    process.stdout.write(`${ok ? '✓' : '✕'} ${name}\n`);
    if (ok) continue;
    process.stdout.write(`${output}\n`);
    counts.failures.push(`${name}\n${output}`);
  }
  return counts;
}

if (process.argv[1] === import.meta.filename) {
  await ensureInstalled();
  const { passed, failed } = await check();
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
