import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { type Figure, median } from '../report/figure.ts';
import { freshPage, slowDown, slowDownProcessor } from './browser.ts';

/** Milliseconds from the navigation's start to the largest contentful paint. */
async function largestPaintMs(
  browser: Browser,
  url: string,
  isLive: (page: Page) => Promise<void>,
): Promise<number> {
  const { context, page } = await freshPage(browser);
  try {
    await slowDownProcessor(page);
    await page.goto(url, { waitUntil: 'load' });
    await isLive(page);
    return await page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          // Entries of the past come at once, all in one call.
          new PerformanceObserver((list) =>
            resolve(list.getEntries().at(-1)?.startTime ?? Number.NaN),
          ).observe({
            type: 'largest-contentful-paint',
            buffered: true,
          });
        }),
    );
  } finally {
    await context.close();
  }
}

/** Serves one page on a free port of the loopback interface. */
async function serveHtml(html: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = createServer((_request, response) => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** The text of a page as a page of nothing but paragraphs. */
async function plainHtml(browser: Browser, url: string): Promise<string> {
  const { context, page } = await freshPage(browser);
  try {
    await page.goto(url);
    const lines = (await page.locator('body').innerText()).split('\n').filter((line) => line.trim() !== '');
    const escaped = lines.map((line) => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;'));
    return `<!doctype html><html lang="en"><title>Plain</title><body>${escaped.map((line) => `<p>${line}</p>`).join('')}</body></html>`;
  } finally {
    await context.close();
  }
}

/** A page's largest contentful paint, in turn with that of its bare text. `isLive` resolves when it can be used. */
export async function largestPaint(
  browser: Browser,
  url: string,
  { name, isLive }: { name: string; isLive: (page: Page) => Promise<void> },
): Promise<readonly Figure[]> {
  const plain = await serveHtml(await plainHtml(browser, url));
  const pageMs: number[] = [];
  const plainMs: number[] = [];
  try {
    for (let load = -1; load < 9; load += 1) {
      const ms = await largestPaintMs(browser, url, isLive);
      const floor = await largestPaintMs(browser, plain.url, async () => {});
      // The first load warms the server.
      if (load < 0) continue;
      pageMs.push(ms);
      plainMs.push(floor);
    }
  } finally {
    await plain.stop();
  }
  return [
    {
      what: `${name}: largest contentful paint, ${slowDown}× slower`,
      measured: median(pageMs),
      unit: 'ms',
      peer: { what: 'its text as plain HTML', measured: median(plainMs) },
      goal: { atMost: 1000 },
    },
  ];
}
