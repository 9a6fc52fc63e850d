import { expect, type Locator, type Page } from '@playwright/test';

/** A program's panel. */
export function program(page: Page, name: string): Locator {
  return page.getByRole('region', { name: `Program ${name}`, exact: true });
}

/** The last line of a program that has these words: a call, what it gave, and what that means. */
export function line(page: Page, name: string, text: string): Locator {
  return program(page, name)
    .getByRole('list', { name: `Calls of ${name} so far` })
    .getByRole('listitem')
    .filter({ hasText: text })
    .last();
}

export function wire(page: Page): Locator {
  return page.getByRole('region', { name: 'The wire' });
}

/** An event in the diagram. */
export function onWire(page: Page, name: string | RegExp): Locator {
  return wire(page).getByRole('option', { name });
}

/** Opens a page of the lab, and waits until calls can be made. */
export async function openLab(page: Page, siteUrl: string, path = '/lab'): Promise<void> {
  await page.goto(siteUrl + path);
  await ready(page);
}

export async function ready(page: Page): Promise<void> {
  const prompt = program(page, 'server').getByRole('textbox');
  await expect(prompt.or(byHand(page, 'server'))).toBeVisible();
}

/** In a guided lab: opens what a program calls by hand. */
function byHand(page: Page, name: string): Locator {
  return program(page, name).getByText('A call of your own');
}

/** The prompt of a program, opened where a guided lab keeps it folded. */
export async function prompt(page: Page, name: string): Promise<Locator> {
  const input = program(page, name).getByRole('textbox', { name: `A call of ${name}, as Python` });
  const folded = byHand(page, name);
  await expect(input.or(folded)).not.toHaveCount(0);
  if (!(await input.isVisible())) await folded.click();
  return input;
}

/** What a program called so far. */
function lines(page: Page, name: string): Locator {
  return program(page, name)
    .getByRole('list', { name: `Calls of ${name} so far` })
    .getByRole('listitem')
    .filter({ has: page.locator('code') });
}

/** Makes a call by typing it, and waits until it is a line of its program. */
export async function call(page: Page, name: string, text: string): Promise<void> {
  const before = await lines(page, name).count();
  const input = await prompt(page, name);
  await input.fill(text);
  await input.press('Enter');
  await expect(lines(page, name)).toHaveCount(before + 1);
}

/** A server that listens on a port the kernel chose, and a client that is connected to it. */
export async function connect(page: Page): Promise<void> {
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 0))");
  await call(page, 'server', '_, port = s.getsockname()');
  await call(page, 'server', 's.listen(1)');
  await call(page, 'client', 'c = socket()');
  await call(page, 'client', "c.connect(('127.0.0.1', port))");
  await call(page, 'server', 'conn, addr = s.accept()');
  await expect(line(page, 'server', 's.accept()')).toContainText('fd 4');
}
