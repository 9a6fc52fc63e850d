import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { unusableName } from './folder-name.mjs';
import { oneAtATime } from './lock.mjs';
import { fail, orFail, root, run } from './run.mjs';

const neededNode = [20, 9];

/** @returns {Promise<Record<string, { version: string, optional?: boolean }>>} the packages of a lockfile by folder, without the project */
async function packagesOf(file) {
  const { packages } = JSON.parse(await readFile(file, 'utf8'));
  return Object.fromEntries(Object.entries(packages).filter(([folder]) => folder !== ''));
}

/** `package.json` of an installed package; null where it cannot be read. */
function manifestOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  } catch {
    return null;
  }
}

/** The conditions under which Node.js takes an entry of `exports`. */
const conditions = new Set(['node', 'import', 'require', 'default']);

/** The file that importing a package loads, from its folder on. Null: it has none, such as a package of types. */
function entryOf({ exports, main }) {
  let target = exports;
  if (typeof target === 'object' && target !== null && '.' in target) target = target['.'];
  while (typeof target === 'object' && target !== null) {
    const key = Object.keys(target).find((name) => conditions.has(name));
    target = key === undefined ? null : target[key];
  }
  return typeof target === 'string' ? target : (main ?? null);
}

/** `main` may leave out what `require` adds. */
const endings = ['', '.js', '.json', '/index.js'];

function hasEntry(folder, manifest) {
  const entry = entryOf(manifest);
  return entry === null || entry === '' || endings.some((ending) => existsSync(join(folder, entry + ending)));
}

/**
 * What keeps `node_modules` from being what the lockfile says: a package that is missing, damaged, or of another version.
 *
 * @param {string} project its folder
 * @returns {Promise<string | null>} the folder of the first such package, or `node_modules`; null: all is as it should be
 */
export async function notInstalled(project) {
  const wanted = await packagesOf(join(project, 'package-lock.json'));
  // npm writes its own lockfile last: without it, an installation was not finished.
  const installed = await packagesOf(join(project, 'node_modules', '.package-lock.json')).catch(() => null);
  if (installed === null) return 'node_modules';
  // Optional packages are binaries, for other systems as well. Those of this one have been installed.
  const missing = Object.keys(wanted).find((folder) => !wanted[folder]?.optional && !(folder in installed));
  if (missing !== undefined) return missing;
  const broken = Object.keys(installed).find(
    (folder) =>
      installed[folder]?.version !== wanted[folder]?.version ||
      manifestOf(join(project, folder))?.version !== installed[folder]?.version,
  );
  if (broken !== undefined) return broken;
  const { dependencies = {} } = manifestOf(project) ?? {};
  return (
    Object.keys(dependencies)
      .map((name) => `node_modules/${name}`)
      .find((folder) => !hasEntry(join(project, folder), manifestOf(join(project, folder)) ?? {})) ?? null
  );
}

/** Makes `node_modules` what the lockfile says; does nothing when it is. No package's install script is run. */
export async function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < neededNode[0] || (major === neededNode[0] && minor < neededNode[1])) {
    fail(
      `Node.js ${process.versions.node} is too old for Ackademy.\nInstall Node.js ${neededNode.join('.')} or newer, then try again.`,
    );
  }
  const obstacle = unusableName(root, 'run');
  if (obstacle !== null) fail(obstacle);
  await orFail(install);
}

async function install() {
  if ((await notInstalled(root)) === null) return;
  await oneAtATime('installs packages', async (alsoHolds) => {
    const first = await notInstalled(root);
    // Another process has installed them meanwhile.
    if (first === null) return;
    const why = first === 'node_modules' ? '' : ` (${first} is not as the lockfile has it)`;
    process.stderr.write(`Installing packages${why} …\n`);
    const npm = process.env.npm_execpath;
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
    const options = { started: alsoHolds };
    const { ok, output } = await (npm
      ? run(process.execPath, [npm, ...args], options)
      : run('npm', args, options));
    const left = ok ? await notInstalled(root) : null;
    if (ok && left === null) return;
    if (ok)
      fail(
        `${left} is still not as the lockfile has it.\nThe packages could not be installed. Remove the folder node_modules, then try again.`,
      );
    if (/^npm: .*ENOENT/m.test(output))
      fail(
        'There is no npm on the PATH.\nThe packages could not be installed. Install npm, which comes with Node.js, then try again.',
      );
    const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
    fail(
      `${errors.join('\n') || output}\nThe packages could not be installed. Fix what npm reports above, then try again.`,
    );
  });
}
