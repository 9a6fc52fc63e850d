import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, Response } from '@playwright/test';
import { root } from '../../run.mjs';
import type { Figure } from '../figure.ts';
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

/** Every script that the study page has asked for by the time the card after the first grade is painted. */
export async function scriptsLoaded(browser: Browser, url: string): Promise<readonly Figure[]> {
  const { context, page } = await freshPage(browser);
  try {
    const responses: Response[] = [];
    page.on('response', (response) => {
      if (response.headers()['content-type']?.includes('javascript')) responses.push(response);
    });
    await page.goto(url);
    await untilLive(page);
    await reveal(page);
    await nextCardPainted(page, '3');
    const sizes = await Promise.all(responses.map(async (response) => zippedKb(await response.body())));
    return [
      {
        what: 'study page: scripts until the first grade is painted',
        measured: sizes.reduce((sum, kb) => sum + kb, 0),
        unit: 'kB',
        beside: { what: 'React and Next.js alone', measured: await frameworkKb() },
        goal: { atMost: 150 },
      },
    ];
  } finally {
    await context.close();
  }
}
