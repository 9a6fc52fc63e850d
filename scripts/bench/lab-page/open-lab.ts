import type { Browser, BrowserContext, Page } from '@playwright/test';

/** Wide enough for the programs and the wire side by side. */
const viewport = { width: 1440, height: 900 };

/** Free play in a context of its own, connected. */
export async function openLab(
  browser: Browser,
  url: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport });
  // The TypeScript loader names functions through this helper, which a page does not have.
  await context.addInitScript('globalThis.__name = (named) => named');
  const page = await context.newPage();
  await page.goto(`${url}/lab`);
  await page.getByRole('group', { name: 'Calls of server' }).waitFor();
  return { context, page };
}
