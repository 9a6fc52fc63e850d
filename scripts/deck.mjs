/** `npm run deck -- check|fix|list|topics|answers`: installs and compiles what is missing, then runs `deck.ts`. */
import { ensureInstalled } from './project/install.mjs';
import { runCompiled } from './project/compile.mjs';
import { orFail } from './project/run.mjs';

await orFail(async () => {
  await ensureInstalled();
  await runCompiled('scripts/deck.ts', process.argv.slice(2));
});
