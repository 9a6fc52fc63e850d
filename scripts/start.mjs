import ensureBuilt from './project/build.mjs';
import { ensureInstalled } from './project/install.mjs';
import { fail, root } from './project/run.mjs';

/** `--dev`: with reload, nothing is built. `--built`: serves the last build, whatever changed since. */
const dev = process.argv.includes('--dev');
const built = process.argv.includes('--built');

if (!built) await ensureInstalled();
if (!dev && !built) await ensureBuilt();
process.env.NODE_ENV = dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
const { register } = await import('tsx/esm/api');
register();
const { serve } = await import('../server/front/serve.ts');
const served = await serve({ dev, root });
if (!served.ok) fail(`${served.error.message}\n${served.error.help}`);
