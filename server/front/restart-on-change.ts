import { join } from 'node:path';
import type { Sidecar } from '#server/front/sidecar.ts';

/** What the sidecar is made of. */
const sources = [
  'server/main.ts',
  'server/log.ts',
  'server/peer-header.ts',
  'server/bridge',
  'server/kernel',
  'lib/lab',
];
/** An editor that saves several files restarts it once. */
const settleMs = 100;

/** Starts the sidecar anew whenever a file that it is made of changes. For development. */
export async function restartOnChange(root: string, sidecar: Sidecar): Promise<void> {
  const { watch } = await import('chokidar');
  let soon: NodeJS.Timeout | undefined;
  watch(
    sources.map((path) => join(root, path)),
    { ignoreInitial: true, ignored: (path) => path.endsWith('.test.ts') },
  ).on('all', () => {
    clearTimeout(soon);
    soon = setTimeout(() => sidecar.restart(), settleMs);
  });
}
