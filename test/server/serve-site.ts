import { serve } from '#server/front/serve.ts';

/** A process for tests: the site, without pages that were built and without a sidecar. Says why it cannot begin, if so. */
const served = await serve({ dev: false, root: process.cwd(), contentWorker: '', sidecar: ['false'] });
if (!served.ok) {
  process.stderr.write(`${served.error.message}\n`);
  process.exit(1);
}
