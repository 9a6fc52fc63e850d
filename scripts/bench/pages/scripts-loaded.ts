import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Page, Response } from '@playwright/test';
import { root } from '../../project/run.mjs';
import type { Figure } from '../report/figure.ts';
import { nextCardPainted } from './next-card.ts';
import { freshPage, reveal, untilLive } from './browser.ts';

function zippedKb(source: Buffer): number {
  return gzipSync(source, { level: 9 }).length / 1000;
}

/** The scripts that Next.js itself names for every page: React and its own router. */
export async function frameworkKb(): Promise<number> {
  const folder = join(root, '.next');
  const manifest = JSON.parse(await readFile(join(folder, 'build-manifest.json'), 'utf8')) as {
    rootMainFiles: readonly string[];
  };
  const sizes = await Promise.all(
    manifest.rootMainFiles.map(async (file) => zippedKb(await readFile(join(folder, file)))),
  );
  return sizes.reduce((sum, kb) => sum + kb, 0);
}

/** Weighs what a page has asked for by the time each step is done; the page is new, and nothing is cached. */
async function weigh(browser: Browser, steps: readonly ((page: Page) => Promise<void>)[]): Promise<number[]> {
  const { context, page } = await freshPage(browser);
  try {
    const responses: Response[] = [];
    page.on('response', (response) => {
      if (response.headers()['content-type']?.includes('javascript')) responses.push(response);
    });
    const weights: number[] = [];
    for (const step of steps) {
      await step(page);
      const sizes = await Promise.all(responses.map(async (response) => zippedKb(await response.body())));
      weights.push(sizes.reduce((sum, kb) => sum + kb, 0));
    }
    return weights;
  } finally {
    await context.close();
  }
}

async function figure(what: string, measured: number, atMost: number): Promise<Figure> {
  const peer = { what: 'React and Next.js alone', measured: await frameworkKb() };
  return { what, measured, unit: 'kB', peer, goal: { atMost } };
}

/** Every script that the study page has asked for by the time the card after the first grade is painted. */
export async function scriptsLoaded(browser: Browser, url: string): Promise<readonly Figure[]> {
  const [measured = NaN] = await weigh(browser, [
    async (page) => {
      await page.goto(url);
      await untilLive(page);
      await reveal(page);
      await nextCardPainted(page, '3');
    },
  ]);
  return [await figure('study page: scripts until the first grade is painted', measured, 150)];
}

/** Every script that a quiz has asked for until it shows a question, and until it has run an order on the kernel. */
export async function quizScripts(browser: Browser, siteUrl: string): Promise<readonly Figure[]> {
  const [asked = NaN, run = NaN] = await weigh(browser, [
    async (page) => {
      await page.goto(`${siteUrl}/quiz/sockets?kinds=order&topics=9&shuffle=no`);
      await page.getByRole('button', { name: 'Begin' }).click();
      await page.getByRole('button', { name: 's.listen(1)' }).first().waitFor();
    },
    async (page) => {
      await page.getByRole('button', { name: 's.listen(1)' }).first().click();
      await page.getByRole('button', { name: 'Answer' }).click();
      await page.getByRole('article').getByText('Step 1 failed').waitFor();
    },
  ]);
  return [
    await figure('quiz: scripts until a question of order can be answered', asked, 190),
    await figure('quiz: scripts until an order has been run on the kernel', run, 220),
  ];
}
