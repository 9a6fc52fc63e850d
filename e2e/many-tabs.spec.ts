import type { Page } from '@playwright/test';
import { call, openLab } from './lab.ts';
import { expect, smallDeck, test } from './site.ts';

/** A browser has six connections to a site over HTTP/1.1. */
const tabs = 12;

/** Counts how often a page asks for the stream of versions. */
function countStreams(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('/api/live')) count += 1;
  });
  return () => count;
}

test('twelve tabs with twelve labs work, and one of them listens for edits', async ({ context, course }) => {
  test.slow();
  const streams: (() => number)[] = [];
  for (let index = 0; index < tabs; index += 1) {
    const page = await context.newPage();
    streams.push(countStreams(page));
    await openLab(page, course.url);
    await call(page, 'server', 's = socket.socket()');
  }
  expect(streams.map((count) => count())).toEqual([1, ...Array<number>(tabs - 1).fill(0)]);
});

test('every open tab shows an edited deck, also after the one that listened has gone', async ({
  context,
  ownSite,
}) => {
  const [first, second, third] = [await context.newPage(), await context.newPage(), await context.newPage()];
  const pages = [first, second, third];
  const streams = pages.map(countStreams);
  for (const [index, page] of pages.entries()) {
    await page.goto(`${ownSite.url}/decks/small`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('A small deck');
    if (index === 0) await expect.poll(() => streams[0]?.()).toBe(1);
  }
  const retitle = (title: string) =>
    ownSite.write('decks/small.md', smallDeck.replace('title: A small deck', `title: ${title}`));
  await retitle('Edited once');
  for (const page of pages) await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edited once');
  await first.close();
  await expect.poll(() => [streams[1]?.(), streams[2]?.()].sort()).toEqual([0, 1]);
  await retitle('Edited twice');
  for (const page of [second, third])
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Edited twice');
});
