import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import { startSite } from '../scripts/project/site.mjs';

export { expect };

/** A deck with a card of every kind, in which nothing has two right answers. */
export const smallDeck = `---
deck: small
title: A small deck
lang: python
---

## What does \`bind()\` do?  <!-- id: bind; topics: 19 -->
Gives the socket a local **address and port**.

**Why:** without it the kernel picks a port.

## Which call makes a socket passive?  <!-- id: passive; topics: 3 -->
**Answer:** \`listen()\`

**Not:** \`accept()\` — it waits on a socket that already listens.

## Which of these can block?  <!-- id: blocks; topics: 8 -->
- [x] \`accept()\` — waits for a connection
- [ ] \`bind()\` — returns at once

## Put the calls in order  <!-- id: calls; order; topics: 9 -->
1. \`socket()\`
2. \`bind()\`
3. \`listen()\`

**Extra:** \`connect()\` — that is the client's call

## Match the error to its cause  <!-- id: errors; match; topics: 30 -->
| Error | Cause |
|---|---|
| \`ConnectionRefusedError\` | nothing listens |
| \`TimeoutError\` | nobody answers |

## The answer to a SYN  <!-- id: handshake; topics: 16 -->
The server answers a SYN with a {{SYN-ACK::two flags}}.

## Fill in the call  <!-- id: code-bind; topics: 19 -->
\`\`\`python
s.{{bind}}(('127.0.0.1', 65000))
\`\`\`
`;

export interface Site {
  readonly url: string;
  /** Of the process that serves the pages. */
  readonly pid: number;
  /** Writes a file of the site's content folder, such as `decks/small.md`. */
  write(file: string, content: string | Uint8Array): Promise<void>;
  /** Makes the small deck all that there is in the content folder. */
  reset(): Promise<void>;
}

async function openSite(use: (site: Site) => Promise<void>, env: Record<string, string> = {}): Promise<void> {
  const content = await mkdtemp(join(tmpdir(), 'ackademy-content-'));
  const write = (file: string, text: string | Uint8Array) => writeFile(join(content, file), text);
  const reset = async () => {
    for (const name of await readdir(content)) await rm(join(content, name), { recursive: true });
    await mkdir(join(content, 'decks'));
    await write('decks/small.md', smallDeck);
  };
  await reset();
  const { url, pid, stop } = await startSite({ CONTENT_DIR: content, ...env });
  try {
    await use({ url, pid, write, reset });
  } finally {
    await stop();
    await rm(content, { recursive: true });
  }
}

/** What a browser may say on the console without a test failing; everything else does. */
const expectedMessages: readonly RegExp[] = [];

/**
 * `page` opens pages of a site with the small deck. `ownSite` is the test's own, whose decks it may change; `course` serves the
 * course's decks. Anything on the console, and any error no one caught, fails the test.
 */
export const test = base.extend<
  { ownSite: Site; ownEnvironment: Record<string, string> | null; quiet: undefined; allowed: RegExp[] },
  { site: Site; changing: Site; course: { url: string } }
>({
  site: [async ({}, use) => openSite(use), { scope: 'worker' }],
  /** Serves as `ownSite` of one test after another: to start a site takes longer than most tests. */
  changing: [async ({}, use) => openSite(use), { scope: 'worker' }],
  course: [
    async ({}, use) => {
      const { url, stop } = await startSite();
      await use({ url });
      await stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ site }, use) => use(site.url),
  /** Variables for a process of `ownSite` that no other test has; `null`: it needs no such process. */
  ownEnvironment: [null, { option: true }],
  ownSite: async ({ context, ownEnvironment, changing }, use) => {
    const visit = async (site: Site) => {
      await use(site);
      // A page that outlives its server, or its decks, would say so on the console.
      await Promise.all(context.pages().map((page) => page.close()));
    };
    if (ownEnvironment !== null) return openSite(visit, ownEnvironment);
    await visit(changing);
    await changing.reset();
  },
  /** Messages that this test provokes. */
  allowed: [[], { option: true }],
  quiet: [
    async ({ context, allowed }, use) => {
      const said: string[] = [];
      const hear = (page: Page) => {
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type()))
            said.push(`${message.type()}: ${message.text()}`);
        });
        page.on('pageerror', (error) => said.push(`uncaught: ${error.message}`));
      };
      context.pages().forEach(hear);
      context.on('page', hear);
      await use(undefined);
      const unexpected = said.filter(
        (text) => ![...expectedMessages, ...allowed].some((pattern) => pattern.test(text)),
      );
      expect(unexpected, 'the console stays empty').toEqual([]);
    },
    { auto: true },
  ],
});

/** Opens a deck's study page and waits until a card can be answered. */
export async function openStudy(page: Page, path = '/study/small'): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
}

/** The question on the screen. */
export function question(page: Page) {
  return page.getByRole('article', { name: 'Card' }).getByRole('heading', { level: 2 });
}

/** Answers the card on the screen by keyboard and waits for what follows. */
export async function answer(page: Page, grade: '1' | '2' | '3' | '4'): Promise<void> {
  await page.keyboard.press('Space');
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
  await page.keyboard.press(grade);
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeHidden();
}

/** Answers Good until nothing is left, and returns how many answers that took. */
export async function studyToTheEnd(page: Page): Promise<number> {
  const done = page.getByRole('heading', { name: /Done for today|Nothing is due|Through the whole deck/ });
  const show = page.getByRole('button', { name: 'Show the answer' });
  for (let answers = 0; answers < 200; answers += 1) {
    await expect(done.or(show)).toBeVisible();
    if (await done.isVisible()) return answers;
    await answer(page, '3');
  }
  throw new Error('The deck did not come to an end within 200 answers.');
}

/** The entries of the review log that this browser has stored, in the order of their ids. */
export function storedEntries(page: Page): Promise<{ kind: string; card?: string; rating?: number }[]> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('ackademy');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('rows').objectStore('rows').getAll();
          reading.onsuccess = () => {
            opening.result.close();
            resolve(reading.result as { kind: string }[]);
          };
        };
      }),
  );
}

/**
 * Does the same in each tab, in the same millisecond. Time is what is tested: no event reaches two tabs at once, but both
 * have the same clock.
 */
export async function atOnce(
  tabs: readonly Page[],
  act: { readonly click: string } | { readonly press: string },
): Promise<void> {
  const at = Date.now() + 150;
  const acting = tabs.map((tab) =>
    tab.evaluate(
      async ({ moment, click, press }) => {
        const button = [...document.querySelectorAll('button')].find((each) =>
          each.textContent.startsWith(click ?? ' '),
        );
        await new Promise((resolve) => setTimeout(resolve, moment - Date.now() - 20));
        while (Date.now() < moment) continue;
        if (press === null) button?.click();
        else document.dispatchEvent(new KeyboardEvent('keydown', { key: press }));
      },
      {
        moment: at,
        click: 'click' in act ? act.click : null,
        press: 'press' in act ? act.press : null,
      },
    ),
  );
  await Promise.all(acting);
}
