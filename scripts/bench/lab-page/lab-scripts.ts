import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from '@playwright/test';
import type { Figure } from '../report/figure.ts';
import { frameworkKb } from '../pages/scripts-loaded.ts';

async function loadedKb(
  browser: Browser,
  url: string,
  isReady: (page: Page) => Promise<void>,
): Promise<number> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    const responses: Response[] = [];
    page.on('response', (response) => {
      if (response.headers()['content-type']?.includes('javascript')) responses.push(response);
    });
    await page.goto(url);
    await isReady(page);
    const sizes = await Promise.all(
      responses.map(async (response) => gzipSync(await response.body(), { level: 9 }).length / 1000),
    );
    return sizes.reduce((sum, kb) => sum + kb, 0);
  } finally {
    await context.close();
  }
}

/** Every script that a page of the lab has asked for by the time a call can be made. */
export async function labScripts(browser: Browser, url: string): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  const framework = await frameworkKb();
  for (const [path, ready] of [
    ['/lab', (page: Page) => page.getByRole('group', { name: 'Calls of server' }).waitFor()],
    [
      '/lab/echo',
      (page: Page) =>
        page
          .getByRole('button', { name: /^(Run the step|Predict|Go on)/ })
          .first()
          .waitFor(),
    ],
  ] as const)
    figures.push({
      what: `${path}: scripts until a call can be made`,
      measured: await loadedKb(browser, url + path, ready),
      unit: 'kB',
      peer: { what: 'React and Next.js alone', measured: framework },
      goal: { atMost: 190 },
    });
  return figures;
}
