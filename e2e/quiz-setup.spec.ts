import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

const begin = (page: Page) => page.getByRole('button', { name: 'Begin' });
const heading = (page: Page) => page.getByRole('heading', { name: 'Quiz', exact: true });

/** Holds what a pattern matches back until the returned function is called. */
async function hold(page: Page, pattern: string): Promise<{ release: () => void; held: () => number }> {
  let held = 0;
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(pattern, async (route) => {
    held += 1;
    await released;
    await route.continue();
  });
  return { release, held: () => held };
}

test('the choice of a quiz can be read and filled in before any script has run', async ({ page }) => {
  const { release } = await hold(page, '**/*.js');
  await page.goto('/quiz/small?seed=7', { waitUntil: 'commit' });
  await expect(page.getByText('7 questions')).toBeVisible();
  await expect(begin(page)).toBeDisabled();
  await page.getByLabel('Test all of them at the end').check();
  await page.getByText('Choose', { exact: true }).click();
  await page.getByRole('checkbox', { name: /^19 / }).check();
  await page.getByRole('checkbox', { name: /^3 / }).check();
  await page.getByLabel('Gaps in a text 1').uncheck();
  await page.getByLabel('In random order').uncheck();
  await page.getByLabel(/^Number of the quiz/).fill('May exam');
  release();
  await expect(begin(page)).toBeEnabled();
  await expect(page.getByRole('group', { name: 'Time' })).toBeVisible();
  await expect(page.getByLabel('Gaps in a text 1')).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: /^19 / }), 'what was opened stays open').toBeChecked();
  await expect(page.getByLabel(/^Number of the quiz/)).toHaveValue('May exam');
  await page.getByLabel('30 min').check();
  await begin(page).click();
  await expect(page.getByRole('article', { name: 'Question' })).toBeVisible();
  const query = new URL(page.url()).searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    mode: 'test',
    kinds: 'basic,typed,choice,order,match,code',
    topics: '3,19',
    shuffle: 'no',
    minutes: '30',
    seed: 'May exam',
  });
});

test('topics are chosen by keyboard, and all of them again', async ({ page }) => {
  await page.goto('/quiz/small?seed=7');
  await expect(begin(page)).toBeEnabled();
  const topics = page.getByRole('group', { name: 'Topics' });
  const fold = topics.locator('summary');
  await expect(fold).toHaveText(/^All 6\s+Choose$/, { useInnerText: true });
  await fold.focus();
  await page.keyboard.press('Enter');
  await expect(fold, 'Enter has not begun a quiz').toHaveText(/^All 6\s+Fold$/, { useInnerText: true });
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 question', { exact: true })).toBeVisible();
  await expect(fold).toContainText('1 of 6');
  await topics.getByRole('button', { name: 'All topics' }).click();
  await expect(page.getByText('7 questions')).toBeVisible();
  await expect(fold, 'the button is gone').toBeFocused();
});

test('what is being typed stays in its field while the scripts come', async ({ page }) => {
  const { release, held } = await hold(page, '**/api/decks/**');
  await page.goto('/quiz/small?seed=7', { waitUntil: 'commit' });
  const seed = page.getByLabel(/^Number of the quiz/);
  await seed.focus();
  await page.keyboard.press('End');
  await page.keyboard.type('4');
  await expect.poll(held).toBeGreaterThan(0);
  await page.keyboard.type('2');
  release();
  await expect(begin(page)).toBeEnabled();
  await expect(seed).toBeFocused();
  await expect(seed).toHaveValue('742');
});

test('where a quiz goes on, no choice of another is painted first', async ({ page }) => {
  await page.goto('/quiz/small?seed=7');
  await begin(page).click();
  await expect(page.getByRole('article', { name: 'Question' })).toBeVisible();
  const { release } = await hold(page, '**/*.js');
  await page.reload({ waitUntil: 'commit' });
  await expect(page.getByText('Reading your log')).toBeVisible();
  await expect(heading(page)).toHaveCount(0);
  release();
  await expect(page.getByRole('article', { name: 'Question' })).toBeVisible();
  await page.getByRole('button', { name: 'End it here' }).click();
  await page.getByRole('button', { name: 'New quiz' }).click();
  await expect(heading(page)).toBeFocused();
  await expect(page.getByLabel(/^Number of the quiz/)).not.toHaveValue('7');
  await hold(page, '**/*.js');
  await page.reload({ waitUntil: 'commit' });
  await expect(heading(page)).toBeVisible();
});

for (const [path, rule] of [
  ['/quiz/small', '7 questions'],
  ['/quiz/small/match', 'Choose a tile on the left'],
] as const)
  test(`${path} does not shift while it comes to life`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 800 });
    const { release } = await hold(page, '**/*.js');
    await page.goto(path, { waitUntil: 'commit' });
    await expect(page.getByText(rule)).toBeVisible();
    // The page is there before its style sheet.
    await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).marginLeft)).toBe('0px');
    await page.evaluate(() => document.fonts.ready);
    const boxesOf = () =>
      page.locator('main').evaluate((main) =>
        Array.from(main.querySelectorAll('h1, legend, label, button, a, form + p'), (element) => {
          const { x, y, height } = element.getBoundingClientRect();
          return [element.tagName, Math.round(x), Math.round(y), Math.round(height)];
        }),
      );
    const painted = await boxesOf();
    expect(painted.length).toBeGreaterThan(2);
    release();
    await expect(begin(page)).toBeEnabled();
    expect(await boxesOf()).toEqual(painted);
  });
