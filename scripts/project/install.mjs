import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, root, run } from './run.mjs';

/** Packages that the lockfile asks for, by folder. Optional ones (other platforms' binaries) do not count. */
async function packagesIn(file) {
  const { packages } = JSON.parse(await readFile(join(root, file), 'utf8'));
  return Object.entries(packages).filter(([folder, entry]) => folder !== '' && !entry.optional);
}

async function isInstalled() {
  try {
    const installed = new Map(await packagesIn('node_modules/.package-lock.json'));
    const wanted = await packagesIn('package-lock.json');
    return wanted.every(([folder, entry]) => installed.get(folder)?.version === entry.version);
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Makes `node_modules` what the lockfile says; does nothing when it is. No package's install script is run. */
export async function ensureInstalled() {
  const needed = [20, 9];
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
    fail(
      `Node.js ${process.versions.node} is too old for Ackademy.\nInstall Node.js ${needed.join('.')} or newer, then try again.`,
    );
  }
  if (await isInstalled()) return;
  process.stdout.write('Installing packages …\n');
  const npm = process.env.npm_execpath;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { ok, output } = await (npm ? run(process.execPath, [npm, ...args]) : run('npm', args));
  if (!ok) {
    const errors = output.split('\n').filter((line) => line.startsWith('npm error'));
    fail(
      `${errors.join('\n') || output}\nThe packages could not be installed. Fix what npm reports above, then try again.`,
    );
  }
}
