import type { Page } from '@playwright/test';
import { begin, choose, next, shown, whole } from './quiz.ts';
import { expect, storedEntries, test } from './site.ts';

const seen = (page: Page) => shown(page).getByText('You undid your answer after the right one was shown.');

test('an answer that was undone after the right one was shown counts as with a hint', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed,choice`);
  await page.keyboard.type('lisen()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  await expect(seen(page)).toHaveCount(0);
  await page.keyboard.press('u');
  await expect(seen(page)).toBeVisible();
  await expect(page.getByText('A right answer counts as with a hint now.')).toBeVisible();
  await expect(shown(page).getByText('You took a hint.'), 'it is no hint').toHaveCount(0);
  await page.reload();
  await expect(seen(page), 'a reload does not wash it off').toBeVisible();
  await shown(page).getByRole('textbox').fill('listen()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  expect((await storedEntries(page)).at(-1)).toMatchObject({ rating: 2, credit: 1, hinted: true });
  await next(page).click();
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  expect((await storedEntries(page)).at(-1), 'the others count as ever').toMatchObject({ rating: 3 });
  await next(page).click();
  await expect(page.getByRole('heading', { name: '2 of 2, 100 %' })).toBeVisible();
  await expect(page.getByText('1 with a hint, or after the right answer was seen.')).toBeVisible();
});

test('a grade that the student gave can be undone without a mark', async ({ page }) => {
  await begin(page, `${whole}&kinds=basic`);
  await page.keyboard.press('Space');
  await page.keyboard.press('1');
  await expect(next(page)).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeVisible();
  await expect(seen(page)).toHaveCount(0);
  await page.keyboard.press('Space');
  await page.keyboard.press('3');
  await expect(next(page)).toBeVisible();
  expect((await storedEntries(page)).at(-1)).toMatchObject({ rating: 3, credit: 1 });
});
