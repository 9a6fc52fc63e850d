import type { Page } from '@playwright/test';
import { begin, next, shown, whole } from './quiz.ts';
import { expectToLookRight } from './looks.ts';
import { expect, test } from './site.ts';

const underWay = (page: Page) => page.getByRole('region', { name: 'Under way' });
const goOn = (page: Page) => underWay(page).getByRole('link', { name: 'Go on with the quiz' });

test('Today says how far a quiz is and goes on with it, until it has ended', async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: '7 new' })).toBeVisible();
  await expect(underWay(page)).toHaveCount(0);
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.keyboard.type('listen()');
  await page.keyboard.press('Enter');
  await expect(next(page)).toBeVisible();
  await page.goto('/');
  await expect(underWay(page)).toContainText('Quiz under way: A small deck');
  await expect(underWay(page)).toContainText('1 of 2 answered');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expectToLookRight(page, 'Today with a quiz under way');
  await goOn(page).click();
  await next(page).click();
  await expect(shown(page)).toContainText('SYN');
  await page.goto('/');
  await expect(underWay(page)).toContainText('1 of 2 answered');
  await goOn(page).click();
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('SYN-ACK');
  await page.keyboard.press('Enter');
  await expect(next(page)).toHaveText(/See the result/);
  await page.goto('/');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(underWay(page), 'no question waits').toHaveCount(0);
});

test('Today says nothing of a quiz that was ended, and again when it is gone on with', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.getByRole('button', { name: 'End it here' }).click();
  const goOnHere = page.getByRole('button', { name: 'Go on with it' });
  await expect(goOnHere).toBeVisible();
  const result = page.url();
  await page.goto('/');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(underWay(page)).toHaveCount(0);
  await page.goto(result);
  await goOnHere.click();
  await expect(shown(page)).toBeVisible();
  await page.goto('/');
  await expect(underWay(page)).toContainText('0 of 2 answered');
});

test('Today arrives with the quiz in it, and nothing shifts when the log has been read', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 360, height: 800 });
  await begin(page, '/quiz/small?mode=test&length=all&shuffle=no&seed=1&kinds=typed,cloze');
  await page.keyboard.type('listen()');
  await expect(page.getByRole('button', { name: 'Question 1, answered' })).toBeVisible();
  await page.getByRole('button', { name: 'Next' }).click();
  await expect
    .poll(async () => (await context.cookies()).find(({ name }) => name === 'under-way-small')?.value)
    .toBe('test.1.2');
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.js', async (route) => {
    await released;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(underWay(page)).toContainText('Test under way: A small deck');
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.body).marginLeft)).toBe('0px');
  await page.evaluate(() => document.fonts.ready);
  const places = () =>
    page.locator('main section').evaluateAll((sections) =>
      sections.map((section) => {
        const { y, height } = section.getBoundingClientRect();
        return [section.getAttribute('aria-label'), Math.round(y), Math.round(height)];
      }),
    );
  const painted = await places();
  expect(painted.length).toBeGreaterThan(3);
  release();
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(underWay(page)).toContainText('1 of 2 answered');
  await expect.poll(places).toEqual(painted);
});

test('Today corrects what the server painted, and the next visit is painted right', async ({
  page,
  context,
  baseURL,
}) => {
  await context.addCookies([{ name: 'under-way-small', value: 'quiz.3.20', url: baseURL ?? '' }]);
  await page.goto('/');
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await expect(underWay(page)).toHaveCount(0);
  await expect
    .poll(async () => (await context.cookies()).map(({ name }) => name))
    .not.toContain('under-way-small');
});

test('where a browser keeps no cookies, quiz, study and Today work all the same', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Document.prototype, 'cookie', {
      get: () => '',
      set() {
        throw new DOMException('The document is sandboxed', 'SecurityError');
      },
    });
  });
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.keyboard.type('listen()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.goto('/study/small');
  await page.keyboard.press('Space');
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
  await page.goto('/');
  await expect(underWay(page), 'the log says so').toContainText('1 of 2 answered');
});
