import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ensureBuilt, { pagesFolder } from './project/build.mjs';
import { compile, sourceCommand } from './project/compile.mjs';
import { holdFolder } from './project/held-folders.mjs';
import { ensureInstalled } from './project/install.mjs';
import { fail, orFail, root } from './project/run.mjs';

/** `--dev`: with reload, nothing is built. `--built`: serves the last build, whatever changed since. */
const dev = process.argv.includes('--dev');
const built = process.argv.includes('--built');

/** The folder of the pages, held for as long as this process runs. */
async function heldPages() {
  if (!built) await ensureBuilt();
  const folder = await pagesFolder();
  if (folder === null) return fail('The pages have not been built.\nBuild them with npm run build.');
  await holdFolder(join(root, folder));
  return folder;
}

async function start() {
  if (!built) await ensureInstalled();
  if (!dev) process.env.PAGES_FOLDER = await heldPages();
  process.env.NODE_ENV = dev ? 'development' : 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  const programs = await compile(['server/front/serve.ts', 'server/main.ts', 'lib/node/content-worker.ts']);
  await holdFolder(programs.folder);
  const [front = '', sidecar = '', contentWorker = ''] = programs.files;
  process.setSourceMapsEnabled(true);
  const { serve } = await import(pathToFileURL(front).href);
  const served = await serve({
    dev,
    root,
    contentWorker,
    // In development it is compiled whenever it starts.
    sidecar: dev ? sourceCommand('server/main.ts') : [process.execPath, '--enable-source-maps', sidecar],
  });
  if (!served.ok) fail(`${served.error.message}\n${served.error.help}`);
}

await orFail(start);
