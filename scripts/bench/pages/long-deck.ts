import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { startSite } from '../../project/site.mjs';
import { generatedDeck } from '../deck/generated-deck.ts';
import type { Figure } from '../report/figure.ts';
import { largestPaint } from './largest-paint.ts';

const cards = 5_000;

/** The page of a deck of 5,000 cards: its bytes, beside those of a deck of 40, and its largest contentful paint. */
export async function longDeck(browser: Browser): Promise<readonly Figure[]> {
  const content = await mkdtemp(join(tmpdir(), 'ackademy-long-deck-'));
  await mkdir(join(content, 'decks'));
  await writeFile(join(content, 'decks/generated.md'), generatedDeck(cards));
  await writeFile(
    join(content, 'decks/short.md'),
    generatedDeck(40).replace('deck: generated', 'deck: short'),
  );
  const site = await startSite({ CONTENT_DIR: content });
  try {
    const bytesOf = async (deck: string) => (await fetch(`${site.url}/decks/${deck}`)).arrayBuffer();
    const [long, short] = [await bytesOf('generated'), await bytesOf('short')];
    return [
      {
        what: `page of a deck of ${String(cards)} cards (${String(Math.round(gzipSync(long).length / 1_000))} kB as gzip)`,
        measured: long.byteLength / 1_000,
        unit: 'kB',
        peer: { what: 'a deck of 40 cards', measured: short.byteLength / 1_000 },
        goal: { atMost: 300 },
      },
      ...(await largestPaint(browser, `${site.url}/decks/generated`, {
        name: `page of a deck of ${String(cards)} cards`,
        isLive: (page) => page.getByText(`${String(cards)} of ${String(cards)} cards`).waitFor(),
      })),
    ];
  } finally {
    await site.stop();
    await rm(content, { recursive: true });
  }
}
