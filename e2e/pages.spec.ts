import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { call, connect, line, openLab } from './lab.ts';
import { answer, expect, openStudy, studyToTheEnd, test } from './site.ts';

const paths = [
  '/',
  '/decks/sockets',
  '/study/sockets',
  '/quiz/sockets',
  '/quiz/sockets/match',
  '/quiz/sockets/typing',
  '/labs',
  '/lab',
  '/lab/echo',
  '/progress',
  '/settings',
] as const;

async function settle(page: Page): Promise<void> {
  await expect(page.locator('main')).not.toContainText('Reading your');
  await expect(page.locator('main')).not.toContainText('Connecting to the lab');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [360, 768, 1440]) {
    test(`every page fits ${width} px and has no axe violation, ${colorScheme}`, async ({ page, course }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      // Full: a few cards answered and an exam ahead; the other tests see the pages empty.
      await openStudy(page, `${course.url}/study/sockets`);
      await answer(page, '4');
      await answer(page, '1');
      await answer(page, '3');
      for (const path of paths) {
        await page.goto(course.url + path);
        await settle(page);
        expect(await violations(page), path).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, `${path} scrolls sideways`).toBeLessThanOrEqual(0);
      }
    });
  }
}

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 768, 1440])
    test(`a lab in the middle fits ${width} px and has no axe violation, ${colorScheme}`, async ({
      page,
      course,
    }) => {
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.emulateMedia({ colorScheme });
      await openLab(page, course.url);
      await connect(page);
      await call(page, 'client', "c.connect(('127.0.0.1', 65001))");
      await call(page, 'server', 'conn.recv(1024)');
      await expect(line(page, 'server', 'conn.recv')).toContainText('waits');
      await page.setViewportSize({ width, height: 800 });
      for (const part of ['Server', /^Wire/, 'Client']) {
        if (width < 1024) await page.getByRole('button', { name: part, exact: true }).click();
        expect(await violations(page)).toEqual([]);
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect(overflow, 'the lab scrolls sideways').toBeLessThanOrEqual(0);
      }
    });

test('every card of the course deck, question and answer, fits 360 px and has no axe violation', async ({
  page,
  course,
}) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 360, height: 800 });
  await page.goto(`${course.url}/decks/sockets?answers=all`);
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  expect(await violations(page)).toEqual([]);
  expect(
    await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
  ).toBeLessThanOrEqual(0);
});

test('the last screen, the palette and the keys have no axe violation', async ({ page }) => {
  await openStudy(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('menuitem').first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await studyToTheEnd(page);
  expect(await violations(page)).toEqual([]);
});

test('the whole course deck can be studied by keyboard, card after card', async ({ page, course }) => {
  await page.goto(`${course.url}/`);
  await expect(page.getByRole('heading', { name: '20 new' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  expect(await studyToTheEnd(page)).toBe(40);
  await expect(page.getByText('20 cards done today.')).toBeVisible();
});
