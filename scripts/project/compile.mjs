/**
 * Compiles the TypeScript of the commands and of the servers. Run as a program, it starts one:
 * `node scripts/project/compile.mjs server/main.ts ARGUMENT…`
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { removeOldFolders } from './held-folders.mjs';
import { fail, root } from './run.mjs';

/** Folders and files that a compiled program may be made of. */
const inputs = ['lib', 'server', 'scripts', 'test', 'package.json', 'package-lock.json', 'tsconfig.json'];
const isInput = (name) => /\.(?:ts|mjs|json)$/.test(name) && !name.includes('.test.');

/** In the project, where nobody writes who may not change the sources as well. */
const compiledFolders = join(root, '.cache', 'compiled');

function inputFiles() {
  return inputs
    .flatMap((input) =>
      isInput(input)
        ? [input]
        : readdirSync(join(root, input), { recursive: true })
            .filter(isInput)
            .map((name) => join(input, name)),
    )
    .sort();
}

/** The folder of what is compiled from the sources as they are now. */
function compiledFolder() {
  const hash = createHash('sha256').update(root);
  for (const file of inputFiles())
    hash
      .update('\0')
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)));
  return join(compiledFolders, hash.digest('hex').slice(0, 32));
}

/** What the site and the commands are, in programs. */
export const programs = [
  'server/front/serve.ts',
  'server/main.ts',
  'lib/node/content-worker.ts',
  'scripts/deck.ts',
  'scripts/lab.ts',
];

/** In a bundle, `import.meta` is about the bundle. Sources mean themselves. */
const ownMeta = {
  name: 'own-meta',
  setup({ onLoad }) {
    onLoad({ filter: /\.(?:ts|mjs)$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      if (!text.includes('import.meta.')) return null;
      const meta = { dirname: dirname(path), filename: path, url: pathToFileURL(path).href };
      const contents = text.replace(/\bimport\.meta\.(dirname|filename|url)\b/g, (_, key) =>
        JSON.stringify(meta[key]),
      );
      return { contents, loader: path.endsWith('.ts') ? 'ts' : 'js' };
    });
  },
};

/**
 * @param {string} source such as `server/main.ts`, from the project's root
 * @param {string} file where the program goes. It appears there at once, whole
 */
async function bundle(source, file) {
  // Packages may not be installed when this file is read.
  const { build } = await import('esbuild');
  const options = {
    absWorkingDir: root,
    // A path from the root on would be a pattern where the root's name has an asterisk.
    entryPoints: [source],
    outfile: file,
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.9',
    sourcemap: true,
    plugins: [ownMeta],
    logLevel: 'silent',
    write: false,
  };
  const { outputFiles } = await build(options).catch((error) =>
    fail(`${error.message}\nThe program could not be compiled. Fix the line above, then try again.`),
  );
  await mkdir(dirname(file), { recursive: true });
  // The map first: who finds the program finds its map.
  for (const { path, contents } of outputFiles.sort((a, b) => b.path.length - a.path.length)) {
    const whole = `${path}.${randomUUID()}`;
    await writeFile(whole, contents);
    await rename(whole, path);
  }
}

/** Calls of `compile` that are at work. */
let compiling = 0;

/**
 * Compiles programs, unless they are compiled already.
 *
 * @param {readonly string[]} sources such as `server/main.ts`, from the project's root
 * @returns {Promise<{ folder: string, files: string[] }>} the folder of the programs, to be held by who needs them later, and each
 *   program's file. They name lines of the sources when Node.js runs with `--enable-source-maps`.
 */
export async function compile(sources) {
  const folder = compiledFolder();
  const isNew = !existsSync(folder);
  const files = sources.map((source) => join(folder, source.replace(/\.ts$/, '.js')));
  const missing = files.flatMap((file, index) =>
    existsSync(file) ? [] : [{ file, source: sources[index] ?? '' }],
  );
  if (missing.length > 0) {
    compiling += 1;
    await Promise.all(missing.map(({ source, file }) => bundle(source, file)));
    compiling -= 1;
    // It runs in a process of its own, which would stay for as long as this one.
    const { stop } = await import('esbuild');
    if (compiling === 0) await stop();
  }
  if (isNew) await removeOldFolders(compiledFolders, '', folder);
  return { folder, files };
}

/**
 * Compiles a module and imports it.
 *
 * @param {string} source such as `server/main.ts`, from the project's root
 */
export async function importCompiled(source) {
  const { files } = await compile([source]);
  process.setSourceMapsEnabled(true);
  return import(pathToFileURL(files[0] ?? '').href);
}

/**
 * Compiles a program and runs it in this process.
 *
 * @param {string} source such as `scripts/deck.ts`, from the project's root
 * @param {readonly string[]} args
 */
export async function runCompiled(source, args) {
  process.argv.splice(1, Infinity, join(root, source), ...args);
  await importCompiled(source);
}

/**
 * A command that compiles a program and runs it: for tests, benchmarks and development, where sources change.
 *
 * @param {string} source such as `server/main.ts`, from the project's root
 * @param {readonly string[]} [args]
 */
export function sourceCommand(source, args = []) {
  return [process.execPath, fileURLToPath(import.meta.url), source, ...args];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [source = '', ...args] = process.argv.slice(2);
  await runCompiled(source, args);
}
