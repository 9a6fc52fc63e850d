import type { Page } from '@playwright/test';
import { expect, test } from './site.ts';

/** Pages of a PDF as Chromium writes it: their contents are packed, the objects that name them are not. */
async function pageCount(page: Page, format: 'A4' | 'Letter'): Promise<number> {
  const pdf = await page.pdf({ format });
  return pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
}

/** Hands a test in without an answer, and waits for its result. */
async function handIn(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('article', { name: 'Question' }).waitFor();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('heading', { name: 'Hand in the test?' }).waitFor();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('button', { name: 'Print' }).waitFor();
}

test('a result is printed with its score and every miss, black on white, without what only a screen can do', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await handIn(page, '/quiz/small?mode=test&length=all&seed=3');
  const misses = page.getByRole('region', { name: 'Missed: 6' }).locator('li:has(> h3)');
  await expect(misses).toHaveCount(6);
  await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
  await expect(page.getByRole('heading', { name: '0 of 6, 0 %' })).toBeVisible();
  await expect(page.getByText('Name: ____')).toBeVisible();
  for (const miss of await misses.all()) {
    await expect(miss.getByRole('heading').first()).toBeVisible();
    await expect(miss).toContainText('You gave no answer.');
  }
  for (const role of ['navigation', 'button', 'link'] as const)
    await expect(page.getByRole(role).filter({ visible: true })).toHaveCount(role === 'link' ? 1 : 0);
  const colours = await page.evaluate(() => {
    const { backgroundColor, color } = getComputedStyle(document.documentElement);
    return { backgroundColor, color };
  });
  expect(colours).toEqual({ backgroundColor: 'rgb(255, 255, 255)', color: 'rgb(27, 26, 24)' });
});

test('on paper an answer that its student marked as right says so', async ({ page }) => {
  await page.goto('/quiz/small?mode=test&length=all&shuffle=no&seed=3&kinds=typed');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('textbox').fill('accept()');
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('heading', { name: 'Hand in the test?' }).waitFor();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.getByRole('button', { name: 'I was right' }).click();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('heading', { name: '1 of 1, 100 %' })).toBeVisible();
  await expect(page.getByText('✓ Counted as right, as you say.')).toBeVisible();
});

test('on paper the misses follow the score on its page, and no number is broken', async ({
  page,
  course,
}) => {
  await handIn(page, `${course.url}/quiz/sockets?mode=test&length=20&shuffle=no&seed=3`);
  for (const format of ['A4', 'Letter'] as const) expect(await pageCount(page, format)).toBeGreaterThan(1);
  // As wide as the text of an A4 page with the margins of the style sheet.
  await page.setViewportSize({ width: 680, height: 1010 });
  await page.emulateMedia({ media: 'print' });
  const first = page
    .getByRole('region', { name: /^Missed/ })
    .locator('li:has(> h3)')
    .first();
  const { y = Infinity, height = 0 } = (await first.boundingBox()) ?? {};
  expect(y + height).toBeLessThanOrEqual(1010);
  const lines = await page.locator('li > h3 > span:first-child').evaluateAll((numbers) =>
    numbers.map((number) => {
      const range = document.createRange();
      range.selectNodeContents(number);
      return range.getClientRects().length;
    }),
  );
  expect(lines).toEqual(Array.from({ length: 20 }, () => 1));
});
