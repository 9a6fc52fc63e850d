import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';

const dev = process.argv.includes('--dev');
await ensureInstalled();
if (!dev) await ensureBuilt();
process.env.NODE_ENV = dev ? 'development' : 'production';
process.env.NEXT_TELEMETRY_DISABLED = '1';
const { register } = await import('tsx/esm/api');
register();
const { serve } = await import('./serve.ts');
await serve({ dev });
