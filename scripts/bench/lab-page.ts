import { pathToFileURL } from 'node:url';
import { startSite } from '../project/site.mjs';
import { type Figure, printFigures } from './report/figure.ts';
import { clicking } from './lab-page/clicking.ts';
import { manyEvents } from './lab-page/many-events.ts';
import { labScripts } from './lab-page/lab-scripts.ts';
import { launchBrowser } from './pages/browser.ts';

/** Measures the built site's lab in a real browser, on the real kernel. */
export async function benchLabPage(): Promise<readonly Figure[]> {
  const site = await startSite();
  try {
    const browser = await launchBrowser('--enable-precise-memory-info', '--js-flags=--expose-gc');
    const figures: Figure[] = [];
    try {
      for (const measure of [labScripts, clicking, manyEvents])
        figures.push(...(await measure(browser, site.url)));
    } finally {
      await browser.close();
    }
    return figures;
  } finally {
    await site.stop();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) printFigures(await benchLabPage());
