import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile, programs } from './compile.mjs';
import { unusableName } from './folder-name.mjs';
import { removeOldFolders } from './held-folders.mjs';
import { ensureInstalled } from './install.mjs';
import { oneAtATime } from './lock.mjs';
import { fail, orFail, root, run } from './run.mjs';

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

/** Where Next.js builds. */
const buildFolder = join(root, '.next');
/** What stays there: its cache, the types of routes, and what belongs to the pages of `npm run dev`. */
const stays = new Set(['cache', 'types', 'dev', 'lock']);
/** A finished build. In the same depth as where it was built, as it holds relative paths. */
const prefix = '.next-';
/** Names the last finished build. */
const pointer = join(root, '.cache', 'pages');

function filesUnder(path) {
  const whole = join(root, path);
  if (!existsSync(whole)) return [];
  if (statSync(whole).isFile()) return [path];
  return readdirSync(whole, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)));
}

async function hashInputs() {
  const files = inputs
    .flatMap(filesUnder)
    .filter((file) => !file.includes('.test.'))
    .sort();
  const hash = createHash('sha256');
  for (const file of files)
    hash
      .update(file)
      .update('\0')
      .update(await readFile(join(root, file)))
      .update('\0');
  return hash.digest('hex').slice(0, 32);
}

/** @returns {Promise<string | null>} the folder of the last build, as a name in the project's; null: there is none */
export async function pagesFolder() {
  const name = await readFile(pointer, 'utf8').catch(() => '');
  return name.startsWith(prefix) && existsSync(join(root, name)) ? name : null;
}

async function pointTo(name) {
  const next = `${pointer}.${randomUUID()}`;
  await mkdir(dirname(pointer), { recursive: true });
  await writeFile(next, name);
  await rename(next, pointer);
}

/** Gives a finished build a folder of its own, so that the next one leaves alone what a site serves from it. */
async function moveTo(name) {
  const moving = join(root, `${prefix}moving`);
  await rm(moving, { recursive: true, force: true });
  await mkdir(moving);
  for (const entry of await readdir(buildFolder))
    if (!stays.has(entry)) await rename(join(buildFolder, entry), join(moving, entry));
  await rename(moving, join(root, name));
}

/**
 * Builds the pages unless they have been built of the same files. A site that runs keeps the files that it serves.
 *
 * @param {() => void} begins called before something is built
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export async function build(begins) {
  const wanted = `${prefix}${await hashInputs()}`;
  if ((await pagesFolder()) === wanted) return { ok: true, output: '' };
  return oneAtATime('builds the pages', async (alsoHolds) => {
    // Built before, or by another process meanwhile.
    if (!existsSync(join(root, wanted))) {
      const obstacle = unusableName(root, 'build');
      if (obstacle !== null) return { ok: false, output: obstacle };
      begins();
      const env = { PAGES_FOLDER: undefined };
      const { ok, output } = await run('next', ['build'], { env, started: alsoHolds });
      if (!ok) return { ok, output: `${output}\nThe pages could not be built. The reason is above.` };
      await moveTo(wanted);
    }
    await pointTo(wanted);
    await removeOldFolders(root, prefix, join(root, wanted));
    return { ok: true, output: '' };
  });
}

/** The same, or ends the process. */
export default async function ensureBuilt() {
  const { ok, output } = await build(() => process.stderr.write('Building …\n'));
  if (!ok) fail(output);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await orFail(async () => {
    await ensureInstalled();
    const decks = await run(process.execPath, ['scripts/deck.mjs', 'check'], {
      show: (text) => process.stdout.write(text),
    });
    if (!decks.ok) fail('The decks have errors, so nothing was built. Fix them, then build again.');
    await ensureBuilt();
    // So that all is there where the project's folder is read-only later.
    await compile(programs);
  });
}
