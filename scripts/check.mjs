import { freemem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { build } from './project/build.mjs';
import { checkBundles } from './project/bundle.mjs';
import { inOrder } from './project/in-order.mjs';
import { ensureInstalled } from './project/install.mjs';
import { run } from './project/run.mjs';

/** Two programs hold all types of the project, in about 1.5 GB each. */
const bytesForTwo = 4 * 1024 ** 3;

/** Does not look again at a file that is as it was. The time of a file says nothing: git sets it anew. */
const cached = (name) => [
  '--cache',
  '--cache-strategy',
  'content',
  '--cache-location',
  `.cache/${name}.json`,
];

/** What holds of imports, by dependency-cruiser. A check that read nothing proves nothing. */
async function cruise(config, folders) {
  const cruised = await run('depcruise', ['--config', config, ...folders]);
  const read = Number(/\((\d+) modules/.exec(cruised.output)?.[1] ?? 0);
  return read > 0 ? cruised : { ok: false, output: `${cruised.output}\nNo module was checked.\n` };
}

const folders = ['app', 'components', 'lib', 'server', 'scripts'];

/** Imports point one way. */
function imports() {
  return cruise('.dependency-cruiser.json', [...folders, 'content', 'e2e', 'test']);
}

/** No folder imports, directly or through others, a folder that imports it. */
function folderCircles() {
  return cruise('.dependency-cruiser.folders.json', folders);
}

/** Loaded when it runs: it needs a package, and this file is read before packages are installed. */
async function clientImports() {
  const { checkClientImports } = await import('./project/client-imports.mjs');
  return checkClientImports();
}

async function bundles() {
  const built = await build(() => {});
  return built.ok ? checkBundles() : built;
}

/** What `npm run check` looks at, in this order. */
const checks = [
  { name: 'types', look: () => run('tsc', ['--noEmit']) },
  {
    name: 'lint',
    look: ({ mayCache }) =>
      run('eslint', ['.', '--max-warnings', '0', ...(mayCache ? cached('eslint') : [])]),
  },
  { name: 'format', look: () => run('prettier', ['--check', '.', ...cached('prettier')]) },
  { name: 'unused code and dependencies', look: () => run('knip', []) },
  { name: 'import rule', look: imports },
  { name: 'circles of folders', look: folderCircles },
  { name: 'imports of client modules', look: clientImports },
  { name: 'content', look: () => run(process.execPath, ['scripts/deck.mjs', 'check']) },
  { name: 'lab scripts', look: () => run(process.execPath, ['scripts/lab.mjs', 'check']) },
];
/** A build rewrites the types of routes, which others read, and takes all processors by itself. */
const atTheEnd = { name: 'bundle budget', look: bundles };

/**
 * @param {(text: string) => void} write
 * @param {{ atOnce: number, mayCache: boolean }} options how many run side by side; whether lint may leave out files that are as
 *   they were, though what they import may not be
 * @returns {Promise<{ passed: number, failed: number, failures: string[] }>}
 */
export async function check(write, options) {
  const counts = { passed: 0, failed: 0, failures: [] };
  const report = ({ ok, output }, name) => {
    counts[ok ? 'passed' : 'failed'] += 1;
    write(`${ok ? '✓' : '✕'} ${name}\n`);
    if (ok) return;
    write(`${output}\n`);
    counts.failures.push(`${name}\n${output}`);
  };
  // The types of routes are needed by types and lint.
  const routes = await run('next', ['typegen']);
  if (!routes.ok) report(routes, 'types of routes');
  await inOrder(
    checks.map(
      ({ look }) =>
        () =>
          look(options),
    ),
    options.atOnce,
    (result, index) => report(result, checks[index].name),
  );
  report(await atTheEnd.look(), atTheEnd.name);
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureInstalled();
  const write = (text) => process.stdout.write(text);
  const { passed, failed } = await check(write, { atOnce: freemem() > bytesForTwo ? 2 : 1, mayCache: true });
  write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed > 0 ? 1 : 0;
}
