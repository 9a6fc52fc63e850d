import { expect, type Page } from '@playwright/test';

export const shown = (page: Page) => page.getByRole('article', { name: 'Question' });
export const question = (page: Page) => shown(page).getByRole('heading').first();
export const next = (page: Page) =>
  page.getByRole('button', { name: /^(Next|See the result|Not right, next)/ });

/** Opens the setting of a quiz and begins it with Enter. */
export async function begin(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(shown(page)).toBeVisible();
}

/** All questions of the small deck in its order. */
export const whole = '/quiz/small?length=all&shuffle=no&seed=1';

/** Presses the keys that are next to these texts, one after another. */
export async function choose(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const item = shown(page)
      .locator('label, button')
      .filter({ hasText: text })
      .filter({ has: page.locator('kbd') });
    const key = await item.first().locator('kbd').last().innerText();
    await page.keyboard.press(key.toLowerCase());
  }
}
