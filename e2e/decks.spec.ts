import { expect, openStudy, question, smallDeck, test } from './site.ts';

const broken = `${smallDeck}
## Which of these listens?  <!-- id: none-right -->
- [ ] \`bind()\`
- [ ] \`listen()\`
`;

test('a broken deck is served with its good cards, and its page says what is wrong and where', async ({
  page,
  ownSite,
}) => {
  await ownSite.write('decks/small.md', broken);
  await page.goto(`${ownSite.url}/`);
  await expect(page.getByText('1 error in the file')).toBeVisible();
  await expect(page.getByRole('heading', { name: '7 new' })).toBeVisible();
  await page.getByRole('link', { name: 'A small deck', exact: true }).click();
  await expect(page.getByText(/small\.md:\d+:\d+ error CHOICE_NONE_RIGHT/)).toBeVisible();
  await expect(page.getByText('What to do:')).toBeVisible();
  await expect(page.getByText('7 of 7 cards')).toBeVisible();

  await ownSite.write('decks/small.md', smallDeck);
  await expect(page.getByText('CHOICE_NONE_RIGHT'), 'the corrected deck is live').toHaveCount(0, {
    timeout: 2_000,
  });
});

test('a file that cannot be read does not keep the other decks from being served', async ({
  page,
  ownSite,
}) => {
  await ownSite.write('decks/latin.md', Buffer.from('---\ndeck: latin\n---\n\n## caf\xe9?\nyes\n', 'latin1'));
  await page.goto(`${ownSite.url}/`);
  await expect(page.getByText(/latin\.md:5:7 error FILE_NOT_UTF8/)).toBeVisible();
  await expect(page.getByRole('heading', { name: '7 new' })).toBeVisible();
});

test('nothing in a deck can run a script', async ({ page, ownSite }) => {
  await ownSite.write(
    'decks/small.md',
    `---
deck: small
title: <script>window.ran = 1</script>
---

## <img src=x onerror="window.ran = 2"> [a](javascript:window.ran=3)?  <!-- id: evil -->
<script>window.ran = 4</script> [b](data:text/html,<script>window.ran=5</script>) <svg onload="window.ran = 6">

![x](javascript:window.ran=7)

\`\`\`python
print('</code></pre><script>window.ran = 8</script>')
\`\`\`
`,
  );
  await openStudy(page, `${ownSite.url}/study/small`);
  await expect(question(page)).toContainText('<img src=x onerror=');
  await page.keyboard.press('Space');
  await expect(
    page.getByText('</code></pre><script>window.ran = 8</script>', { exact: false }).first(),
  ).toBeVisible();
  await page.goto(`${ownSite.url}/decks/small`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('<script>window.ran = 1</script>');
  expect(await page.evaluate(() => (window as { ran?: number }).ran)).toBeUndefined();
  expect(
    await page.locator('main a[href^="javascript"], main img[src^="javascript"], main script').count(),
  ).toBe(0);
});

test('an image is shown from the folder of its deck, and nothing outside that folder is served', async ({
  page,
  ownSite,
}) => {
  const dot =
    '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><script>window.ran = 1</script><circle r="5"/></svg>';
  await ownSite.write('decks/dot.svg', dot);
  await ownSite.write('secret.svg', dot);
  await ownSite.write('decks/small.md', `${smallDeck}\n## A dot  <!-- id: dot -->\n![a dot](dot.svg)\n`);
  await page.goto(`${ownSite.url}/decks/small#dot`);
  const image = page.getByRole('img', { name: 'a dot' });
  await expect(image).toBeVisible();
  expect(await image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBeGreaterThan(0);
  for (const path of ['%2e%2e/secret.svg', '..%2fsecret.svg', 'small.md', 'none.svg']) {
    expect((await page.request.get(`${ownSite.url}/api/images/${path}`)).status(), path).toBe(404);
  }
});

test('the deck page finds cards by word, kind and state', async ({ page }) => {
  await page.goto('/decks/small');
  await page.getByRole('searchbox').fill('nobody answers');
  await expect(page.getByText('1 of 7 cards')).toBeVisible();
  await page.getByRole('searchbox').fill('');
  await page.getByLabel('Kind', { exact: true }).selectOption('Order');
  await expect(page.getByText('1 of 7 cards')).toBeVisible();
  await page.getByLabel('State', { exact: true }).selectOption('Due');
  await page.getByRole('button', { name: 'show all cards' }).click();
  await expect(page.getByText('7 of 7 cards')).toBeVisible();
  await expect(page.getByRole('listitem').first()).toContainText('small.md:7');
});

test('an address that leads nowhere says so', async ({ page, allowed }) => {
  allowed.push(/status of 404/);
  const response = await page.goto('/decks/none');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
});

test('a folder without decks says what to do', async ({ page, ownSite }) => {
  await ownSite.write('decks/small.md', '');
  await page.goto(`${ownSite.url}/`);
  await expect(page.getByText(/error/).first()).toBeVisible();
});

const longDeck = (cards: number) =>
  `---\ndeck: long\ntitle: A long deck\n---\n\n${Array.from({ length: cards }, (_, card) => `## Question number ${String(card)}?  <!-- id: q${String(card)} -->\nAnswer ${String(card)}.\n`).join('\n')}`;

test('a long deck comes with its first cards; the others are found, reached and shown as they are wanted', async ({
  page,
  ownSite,
}) => {
  await ownSite.write('decks/long.md', longDeck(1_000));
  const response = await page.goto(`${ownSite.url}/decks/long`);
  expect((await response?.body())?.length).toBeLessThan(300_000);
  const rows = page.getByRole('listitem').filter({ hasText: 'Question number' });
  await expect(page.getByText('1000 of 1000 cards')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show all 1000 cards' })).toBeAttached();
  await expect(rows).toHaveCount(40);
  await page.getByRole('button', { name: 'Show all 1000 cards' }).scrollIntoViewIfNeeded();
  await expect.poll(() => rows.count()).toBeGreaterThan(40);

  await page.getByRole('searchbox').fill('Answer 778.');
  await expect(page.getByText('1 of 1000 cards')).toBeVisible();
  await expect(rows).toHaveText([/Question number 778/]);

  await page.goto(`${ownSite.url}/decks/long#q900`);
  await expect(page.getByText('Answer 900.')).toBeInViewport();
  await page.getByRole('button', { name: 'Show all 1000 cards' }).click();
  await expect(rows).toHaveCount(1_000);
});
