import ensureBuilt from './project/build.mjs';
import { importCompiled } from './project/compile.mjs';
import { ensureInstalled } from './project/install.mjs';
import { orFail } from './project/run.mjs';

await orFail(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const { main } = await importCompiled('scripts/soak/main.ts');
  process.exitCode = await main(process.argv.slice(2));
});
