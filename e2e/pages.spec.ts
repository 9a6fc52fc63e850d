import type { Page } from '@playwright/test';
import { call, connect, line, openLab } from './lab.ts';
import { expectToLookRight } from './looks.ts';
import { answer, expect, openStudy, studyToTheEnd, test } from './site.ts';

/** Pages that show what was answered, and pages that do not. */
const studied = ['/', '/study/sockets', '/quiz/sockets', '/progress'] as const;
const others = [
  '/quiz/sockets/match',
  '/quiz/sockets/typing',
  '/labs',
  '/errors?error=WinError%2010048',
  '/lab',
  '/lab/echo',
  '/settings',
] as const;

async function settle(page: Page): Promise<void> {
  await expect(page.locator('main')).not.toContainText('Reading your');
  await expect(page.locator('main')).not.toContainText('Connecting to the lab');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

async function expectPagesToLookRight(page: Page, site: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await page.goto(site + path);
    await settle(page);
    await expectToLookRight(page, path);
  }
}

test('every page of what was studied fits and has no axe violation', async ({ page, course }) => {
  test.setTimeout(180_000);
  await openStudy(page, `${course.url}/study/sockets`);
  await answer(page, '4');
  await answer(page, '1');
  await answer(page, '3');
  await expectPagesToLookRight(page, course.url, studied);
});

test('every other page fits and has no axe violation', async ({ page, course }) => {
  test.setTimeout(180_000);
  await expectPagesToLookRight(page, course.url, others);
});

test('a lab in the middle fits and has no axe violation', async ({ page, course }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1440, height: 900 });
  await openLab(page, course.url);
  await connect(page);
  await call(page, 'client', "c.connect(('127.0.0.1', 65001))");
  await call(page, 'server', 'conn.recv(1024)');
  await expect(line(page, 'server', 'conn.recv')).toContainText('waits');
  await expectToLookRight(page, 'the lab', [1440]);
  for (const width of [768, 360])
    for (const part of ['Server', /^Wire/, 'Client']) {
      await page.setViewportSize({ width, height: 800 });
      await page.getByRole('button', { name: part, exact: true }).click();
      await expectToLookRight(page, `the lab, ${String(part)}`, [width]);
    }
});

test('every card of the course deck, question and answer, fits 360 px and has no axe violation', async ({
  page,
  course,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${course.url}/decks/sockets?answers=all`);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  await expectToLookRight(page, 'the deck', [360]);
});

test('the last screen, the palette and the keys have no axe violation', async ({ page }) => {
  test.setTimeout(120_000);
  await openStudy(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await expectToLookRight(page, 'the keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  await expectToLookRight(page, 'the palette');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await studyToTheEnd(page);
  await expectToLookRight(page, 'the last screen');
});

test('the whole course deck can be studied by keyboard, card after card', async ({ page, course }) => {
  await page.goto(`${course.url}/`);
  await expect(page.getByRole('heading', { name: '20 new' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  expect(await studyToTheEnd(page)).toBe(40);
  await expect(page.getByText('20 questions done today.')).toBeVisible();
});
