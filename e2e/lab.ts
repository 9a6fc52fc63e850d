import { expect, type Locator, type Page } from '@playwright/test';

/** A program's panel. */
export function program(page: Page, name: string): Locator {
  return page.getByRole('region', { name: `Program ${name}`, exact: true });
}

export function wire(page: Page): Locator {
  return page.getByRole('region', { name: 'The wire' });
}

/** Opens a page of the lab, and waits until calls can be made. */
export async function openLab(page: Page, siteUrl: string, path = '/lab'): Promise<void> {
  await page.goto(siteUrl + path);
  await expect(page.getByRole('group', { name: 'Calls of server' })).toBeVisible();
}

/** Makes a call by typing it. */
export async function call(page: Page, name: string, text: string): Promise<void> {
  const input = program(page, name).getByRole('textbox', { name: `A call of ${name}, as Python` });
  await input.fill(text);
  await input.press('Enter');
}
