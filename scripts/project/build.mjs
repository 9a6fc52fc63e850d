import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { ensureInstalled } from './install.mjs';
import { fail, root, run } from './run.mjs';

/** What the build is made of. Decks are not: they are read when a page is asked for. */
const inputs = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.mjs',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];
/** How long to wait for another build of the same pages before looking again. */
const waitMs = 2_000;

const stampFile = join(root, '.next', 'ackademy-inputs');

async function filesUnder(path) {
  const entries = await readdir(join(root, path), { withFileTypes: true, recursive: true }).catch((error) => {
    if (error.code === 'ENOTDIR') return null;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries === null) return [join(root, path)];
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function hashInputs() {
  const files = (await Promise.all(inputs.map(filesUnder)))
    .flat()
    .filter((file) => !file.includes('.test.'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file.slice(root.length))
      .update('\0')
      .update(await readFile(file))
      .update('\0');
  return hash.digest('hex');
}

/**
 * Builds the pages unless the last build was made of the same files.
 *
 * @param {() => void} begins called before something is built
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function build(begins) {
  const wanted = await hashInputs();
  const built = await readFile(stampFile, 'utf8').catch(() => '');
  if (built === wanted) return { ok: true, output: '' };
  begins();
  const { ok, output } = await run('next', ['build']);
  if (!ok && output.includes('Another next build process')) {
    await setTimeout(waitMs);
    return build(begins);
  }
  if (!ok) return { ok, output: `${output}\nThe pages could not be built. The reason is above.` };
  await writeFile(stampFile, wanted);
  return { ok, output };
}

/** The same, or ends the process. */
export default async function ensureBuilt() {
  const { ok, output } = await build(() => process.stdout.write('Building …\n'));
  if (!ok) fail(output);
}

if (process.argv[1] === import.meta.filename) {
  await ensureInstalled();
  const decks = await run('tsx', ['scripts/deck.ts', 'check'], {
    show: (text) => process.stdout.write(text),
  });
  if (!decks.ok) fail('The decks have errors, so nothing was built. Fix them, then build again.');
  await ensureBuilt();
}
