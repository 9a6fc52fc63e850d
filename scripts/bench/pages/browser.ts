import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test';
import config from '../../../playwright.config.ts';
import { systemBrowser } from '../../project/browser.mjs';

/** How many times slower than this computer's own the processor of every measured page is. */
export const slowDown = 4;

/** Chromium as students have it: what the browser tests start may be a lighter one without windows. */
export function launchBrowser(...moreArguments: readonly string[]): Promise<Browser> {
  const options = config.use?.launchOptions ?? {};
  const executablePath = systemBrowser() ?? options.executablePath;
  return chromium.launch({
    ...options,
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...(options.args ?? []), ...moreArguments],
  });
}

/** A page of a context of its own: no cache, no cookies, no stored log. */
export async function freshPage(browser: Browser): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } });
  // The TypeScript loader names functions through this helper, which a page does not have.
  await context.addInitScript('globalThis.__name = (named) => named');
  return { context, page: await context.newPage() };
}

export async function slowDownProcessor(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowDown });
}

/** Waits until the study page can be answered. */
export async function untilLive(page: Page): Promise<void> {
  await page.locator('button:enabled', { hasText: 'Show the answer' }).waitFor();
}

/** Shows the answer of the card on the screen, and waits for two frames, which no student is faster than. */
export async function reveal(page: Page): Promise<void> {
  await page.keyboard.press('Space');
  await page.getByRole('group', { name: 'How well did you know it?' }).waitFor();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}
