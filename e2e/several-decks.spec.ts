import type { Page } from '@playwright/test';
import { answer, expect, type Site, studyToTheEnd, test } from './site.ts';

const deckOf = (deck: string, title: string, order: number, cards = 1) =>
  `---\ndeck: ${deck}\ntitle: ${title}\norder: ${String(order)}\n---\n\n` +
  Array.from(
    { length: cards },
    (_, index) => `## Question ${String(index)}?  <!-- id: q${String(index)} -->\nYes.\n`,
  ).join('\n');

/** Two small decks next to the one that is there; the file names give another order. */
async function writeDecks(site: Site): Promise<void> {
  await site.write('decks/z.md', deckOf('first', 'The first one', 1));
  await site.write('decks/a.md', deckOf('second', 'The second one', 2, 2));
}

async function endDeck(page: Page): Promise<void> {
  const show = page.getByRole('button', { name: 'Show the answer' });
  const end = page.getByRole('heading', { level: 1, name: /^(Done|Nothing is due)/ });
  for (;;) {
    await expect(end.or(show)).toBeVisible();
    if (await end.isVisible()) return;
    await expect(show).toBeEnabled();
    await answer(page, '4');
  }
}

test('Enter goes from deck to deck in their order, and the day is done after the last one', async ({
  page,
  ownSite,
}) => {
  await writeDecks(ownSite);
  await page.goto(ownSite.url);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('10 new in 3 decks');
  await expect(page.getByRole('link', { name: /^Study: The first one/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/study\/first$/);
  await endDeck(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Done with this deck');
  await expect(page.getByRole('link', { name: /^Next: The second one — 2 new/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/study\/second$/);
  await endDeck(page);
  await expect(page.getByRole('link', { name: /^Next: A small deck — 7 new/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/study\/small$/);
  await endDeck(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Done for today');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${ownSite.url}/`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing is due');
});

test('all decks are studied in one queue: their cards mix, undo reaches over all of them, and the day ends once', async ({
  page,
  ownSite,
}) => {
  await writeDecks(ownSite);
  await page.goto(ownSite.url);
  await expect(page.getByRole('link', { name: /^All decks, mixed/ })).toBeVisible();
  await page.keyboard.press('a');
  await page.waitForURL(/\/study$/);
  const title = page.getByRole('heading', { level: 1 });
  const show = page.getByRole('button', { name: 'Show the answer' });
  await expect(show).toBeEnabled();
  const asked: string[] = [];
  for (let cards = 0; cards < 4; cards += 1) {
    await expect(show).toBeEnabled();
    asked.push((await title.textContent()) ?? '');
    await answer(page, '4');
  }
  expect(new Set(asked).size).toBeGreaterThan(1);
  expect(asked.every((each) => each.startsWith('All decks · '))).toBe(true);
  const [last = ''] = asked.slice(-1);
  await expect(show).toBeEnabled();
  await page.keyboard.press('u');
  await expect(title).toHaveText(last);

  // The server paints the card that comes next.
  const scriptless = await page.context().request.get(`${ownSite.url}/study`);
  expect(await scriptless.text()).toContain(last.replace('All decks · ', ''));

  await page.reload();
  await endDeck(page);
  await expect(title).toHaveText('Done for today');
  await expect(page.getByText('All decks', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await page.waitForURL(`${ownSite.url}/`);
  await expect(title).toHaveText('Nothing is due');
  await expect(page.getByRole('link', { name: /^All decks, mixed/ })).toHaveCount(0);
});

test('with one deck, the queue of all decks is that deck', async ({ page }) => {
  await page.goto('/study');
  await page.waitForURL(/\/study\/small/);
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible();
});

test('the only deck ends the day', async ({ page }) => {
  await page.goto('/study/small');
  await studyToTheEnd(page);
  await expect(page.getByRole('link', { name: /^Next:/ })).toHaveCount(0);
});

test('one panel has the exams of all decks, the earliest first', async ({ page, ownSite }) => {
  await writeDecks(ownSite);
  await page.clock.install({ time: '2026-11-08T08:00:00Z' });
  await page.goto(ownSite.url);
  const panel = page.getByRole('region', { name: 'Exams' });
  await expect(panel).toHaveCount(1);
  for (const [deck, date] of [
    ['The second one', '2026-12-11'],
    ['The first one', '2026-11-20'],
  ] as const) {
    await panel.getByLabel('Deck of the exam').selectOption(deck);
    await panel.getByRole('button', { name: `Set an exam date: ${deck}` }).click();
    await panel.getByLabel('Date of the exam').fill(date);
    await panel.getByRole('button', { name: 'Set', exact: true }).click();
  }
  const lines = panel.getByRole('listitem');
  await expect(lines).toHaveCount(2);
  await expect(lines.nth(0)).toContainText('The first oneExam in 12 days');
  await expect(lines.nth(1)).toContainText('The second oneExam in 33 days');
  await expect(panel.getByRole('button', { name: 'Set an exam date: A small deck' })).toBeVisible();
  await panel.getByRole('button', { name: 'Change the exam of The first one' }).click();
  await panel.getByRole('button', { name: 'No exam' }).click();
  await expect(lines).toHaveCount(1);
});

test.describe('what is wrong in files', () => {
  const brokenCard =
    '\n## Which of `a` and `b` listens?  <!-- id: none -->\n- [ ] `bind()`\n- [ ] `listen()`\n';

  test('an instructor at the server sees what is left out, by name and with the reason', async ({
    page,
    ownSite,
  }) => {
    await ownSite.write('decks/a.md', deckOf('second', 'The second one', 2) + brokenCard);
    await page.goto(`${ownSite.url}/decks/second`);
    const leftOut = page.getByRole('region', { name: '1 card is left out' });
    await expect(leftOut).toContainText('Which of a and b listens?');
    await expect(leftOut).toContainText('a.md:11');
  });

  test('a student sees nothing of it', async ({ page, ownSite }) => {
    await ownSite.write('decks/a.md', deckOf('second', 'The second one', 2) + brokenCard);
    await ownSite.write('decks/b.md', Buffer.from([0x2d, 0xff]));
    await page.setExtraHTTPHeaders({ 'X-Forwarded-For': '192.0.2.7', 'X-Ackademy-Instructor': '1' });
    for (const path of ['/', '/decks/second', '/labs']) {
      await page.goto(ownSite.url + path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText(/\d errors?\b|What to do/), path).toHaveCount(0);
      await expect(page.getByText('left out'), path).toHaveCount(0);
    }
  });
});
