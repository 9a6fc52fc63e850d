import { expectToBeAccessible } from './looks.ts';
import { begin, choose, question, shown } from './quiz.ts';
import { expect, storedEntries, test } from './site.ts';

test('a test is graded when it is handed in, outlives a reload, and its result can be printed', async ({
  page,
}) => {
  await begin(page, '/quiz/small?mode=test&minutes=10&length=all&shuffle=no&seed=1');
  await expect(page.getByText(/^Time left: (10:00|9:5\d)/)).toBeVisible();
  // Nobody could grade the basic card, so it is not asked.
  await expect(page.getByRole('navigation', { name: 'Questions' }).getByRole('button')).toHaveCount(6);
  await expect(question(page)).toContainText('passive');
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await expect(question(page)).toContainText('block');
  await choose(page, 'accept()');
  await page.keyboard.press('PageDown');
  await expect(question(page)).toContainText('in order');
  await expect(page.locator('main')).not.toContainText('Not right');
  await expect
    .poll(async () => (await storedEntries(page)).filter(({ kind }) => kind === 'response').length)
    .toBe(2);

  await page.reload();
  await expect(question(page)).toContainText('in order');
  await page.getByRole('button', { name: 'Question 1, answered' }).click();
  await expect(shown(page).getByRole('textbox')).toHaveValue('accept()');
  expect((await storedEntries(page)).some(({ kind }) => kind === 'review')).toBe(false);

  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('4 questions have no answer:')).toBeVisible();
  await expectToBeAccessible(page, 'the question whether to hand in');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 of 6, 16 %' })).toBeVisible();
  await expectToBeAccessible(page, 'the result of a test');
  const answers = (await storedEntries(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([
    { card: 'small/passive', rating: 1, verdict: 'wrong', response: ['accept()'] },
    { card: 'small/blocks', rating: 3, verdict: 'right', credit: 1 },
  ]);

  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await expect(page.getByText('Name: ___')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print' })).toBeHidden();
  await expect(page.getByRole('navigation', { name: 'Site' })).toBeHidden();
  await expect(page.getByText('it waits on a socket that already listens')).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  );
});

test('a test whose time is over is handed in by itself, also while the page was closed', async ({ page }) => {
  await page.clock.install({ time: new Date('2026-11-23T09:00:00') });
  await begin(page, '/quiz/small?mode=test&minutes=10&length=all&shuffle=no&seed=1');
  await page.keyboard.type('listen()');
  await page.clock.runFor(1000);
  await expect.poll(async () => (await storedEntries(page)).at(-1)?.kind).toBe('response');
  await page.goto('/');
  await page.clock.runFor(11 * 60_000);
  await page.goto('/quiz/small');
  await page.clock.runFor(1000);
  await expect(page.getByRole('heading', { name: '1 of 6, 16 %' })).toBeVisible();
  await expect(page.getByText('It took 10 min 0 s.')).toBeVisible();
  await expect(page.getByText('Time is up: the test was handed in')).toBeVisible();
  await expect(page.getByText('1 right, 5 not right.')).toBeVisible();
});

test('Page Up and Page Down go from question to question, also while one types, and the keys are named', async ({
  page,
}) => {
  await begin(page, '/quiz/small?mode=test&length=all&shuffle=no&seed=1&kinds=typed,cloze,code');
  await expect(page.getByText('Page Up Page Down from question to question')).toBeVisible();
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('lis');
  await page.keyboard.press('PageDown');
  await expect(question(page)).toContainText('SYN');
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(shown(page).getByRole('textbox')).toHaveValue('lis');
  for (let at = 0; at < 3; at += 1) await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { name: 'Hand in the test?' })).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(question(page)).toContainText('Fill in');
  await page.getByRole('button', { name: 'keys' }).click();
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog).toContainText('Page Down');
  await expectToBeAccessible(page, 'the keys of a test');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('of a question that was left empty it is said once that there is no answer', async ({ page }) => {
  await begin(page, '/quiz/small?mode=test&length=all&shuffle=no&seed=1');
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.keyboard.press('Enter');
  const misses = page.getByRole('region', { name: 'Missed: 6' }).locator('li:has(> h3)');
  await expect(misses).toHaveCount(6);
  for (const miss of await misses.all()) {
    await expect(miss).toContainText('✕ Not right · You gave no answer.');
    const said = (await miss.textContent()) ?? '';
    expect(said.match(/no answer|nothing(?! listens)|No step|You wrote/g), said).toEqual(['no answer']);
  }
});
