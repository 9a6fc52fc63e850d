import type { Browser, Page } from '@playwright/test';
import type { Deck } from '#lib/cards/prompt.ts';
import type { LogEntry } from '#lib/review/entry-schema.ts';
import { type Figure, quantile } from '../report/figure.ts';
import { answerEntry, device, entryId } from '../log/answer-row.ts';
import { freshPage, reveal, slowDown, slowDownProcessor, untilLive } from './browser.ts';
import { nextCardPainted } from './next-card.ts';

const dayMs = 86_400_000;
const answersPerPrompt = 10;

/** Lifts the daily limits, so that there are cards enough to grade. */
function noLimits(now: number): LogEntry {
  const patch = { newPerDay: 9999, reviewsPerDay: 9999 };
  return { id: entryId(0), device, at: now - 2000 * dayMs, kind: 'settings', deck: null, patch };
}

/**
 * A log of so many rows that ended long enough ago for all of it to be due: ten answers to each prompt of the deck, and to
 * as many prompts of another deck as that takes.
 */
function longLog(entries: number, deck: Deck, now: number): LogEntry[] {
  const prompts = Array.from(
    { length: Math.ceil(entries / answersPerPrompt) },
    (_, index) => deck.prompts[index]?.key ?? `another/card-${index}`,
  );
  const daysAgo = [1890, 1890, 1888, 1880, 1850, 1800, 1740, 1670, 1590, 1500];
  return daysAgo
    .flatMap((days, time) =>
      prompts.map((key, index) =>
        answerEntry(
          key,
          now - days * dayMs + time * 600_000 + index * 1000,
          1 + time * prompts.length + index,
          (index * 7 + time) % 10 === 0 ? 1 : 3,
        ),
      ),
    )
    .slice(0, entries - 1);
}

/** Fills the browser's database before any of the site's pages has been opened. */
async function fillDatabase(page: Page, entries: readonly LogEntry[]): Promise<void> {
  await page.evaluate(
    (response) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ackademy', 1);
        opening.onupgradeneeded = () => {
          opening.result.createObjectStore('rows', { keyPath: 'id' });
          opening.result.createObjectStore('facts');
        };
        opening.onerror = () => reject(new Error('The database could not be opened.'));
        opening.onsuccess = () => {
          const database = opening.result;
          const transaction = database.transaction('rows', 'readwrite');
          for (const entry of response) transaction.objectStore('rows').add(entry);
          transaction.onabort = () => reject(new Error('The rows could not be stored.'));
          transaction.oncomplete = () => {
            database.close();
            resolve();
          };
        };
      }),
    entries,
  );
}

/** On the same page: one row written to a database of its own, one text changed, one frame painted. */
function writeAndPaintMs(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('floor', 1);
        opening.onupgradeneeded = () => opening.result.createObjectStore('rows', { autoIncrement: true });
        opening.onerror = () => reject(new Error('The database could not be opened.'));
        opening.onsuccess = () => {
          const database = opening.result;
          const title = document.querySelector('h1');
          const began = performance.now();
          const transaction = database.transaction('rows', 'readwrite');
          transaction.objectStore('rows').add({ at: began });
          transaction.oncomplete = () => {
            database.close();
            // A space more or less changes nothing that is seen, and is painted all the same.
            if (title)
              title.textContent = title.textContent.endsWith(' ')
                ? title.textContent.trim()
                : `${title.textContent} `;
            requestAnimationFrame(() => {
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => resolve(performance.now() - began);
              port2.postMessage(null);
            });
          };
        };
      }),
  );
}

async function gradeTimes(
  browser: Browser,
  url: string,
  entriesOf: (deck: Deck) => readonly LogEntry[],
  grades: number,
): Promise<{ gradeMs: readonly number[]; floorMs: readonly number[] }> {
  const { context, page } = await freshPage(browser);
  try {
    // A picture has the site's origin and runs none of its scripts.
    await page.goto(new URL('/icon.svg', url).href);
    const deck = (await (await fetch(new URL('/api/decks/sockets', url))).json()) as Deck;
    await fillDatabase(page, entriesOf(deck));
    await page.goto(url);
    await untilLive(page);
    await slowDownProcessor(page);
    const gradeMs: number[] = [];
    const floorMs: number[] = [];
    // The first ones compile what the others run.
    for (let grade = -5; grade < grades; grade += 1) {
      await reveal(page);
      const ms = await nextCardPainted(page, '3');
      const floor = await writeAndPaintMs(page);
      if (grade < 0) continue;
      gradeMs.push(ms);
      floorMs.push(floor);
    }
    return { gradeMs, floorMs };
  } finally {
    await context.close();
  }
}

/** From the key of a grade to the next card on the screen, with an empty log and with a long one. */
export async function grading(browser: Browser, url: string): Promise<readonly Figure[]> {
  const now = Date.now();
  const logs = [
    { name: 'empty log', entriesOf: () => [noLimits(now)] },
    { name: '20,000 rows', entriesOf: (deck: Deck) => [noLimits(now), ...longLog(20_000, deck, now)] },
  ];
  const figures: Figure[] = [];
  for (const { name, entriesOf } of logs) {
    const { gradeMs, floorMs } = await gradeTimes(browser, url, entriesOf, 60);
    for (const [label, share] of [
      ['p50', 0.5],
      ['p95', 0.95],
    ] as const) {
      figures.push({
        what: `grade → next card painted, ${name}, ${slowDown}× slower, ${label}`,
        measured: quantile(gradeMs, share),
        unit: 'ms',
        peer: { what: `write a row, paint a frame, ${label}`, measured: quantile(floorMs, share) },
        goal: label === 'p95' ? { atMost: 50 } : null,
      });
    }
  }
  return figures;
}
