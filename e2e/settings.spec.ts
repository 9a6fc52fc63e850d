import { answer, expect, openStudy, storedEntries, test } from './site.ts';

test('settings are checked, saved as an entry of the log, and hold', async ({ page }) => {
  await page.goto('/settings');
  await page.getByLabel('New questions a day').fill('2.5');
  await page.getByLabel('Desired retention, %').fill('99');
  await page.getByLabel('Learning steps, minutes', { exact: true }).fill('1 zwei');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('✕ Write a whole number from 0 to 9999.')).toBeVisible();
  await expect(page.getByText('✕ Write a number from 70 to 97.')).toBeVisible();
  await expect(page.getByText('✕ Write at most 10 numbers')).toBeVisible();

  await page.getByLabel('New questions a day').fill('3');
  await page.getByLabel('Desired retention, %').fill('85');
  await page.getByLabel('Learning steps, minutes', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => storedEntries(page)).toHaveLength(1);
  await page.reload();
  await expect(page.getByLabel('New questions a day')).toHaveValue('3');

  await openStudy(page);
  await expect(page.getByText('3 new')).toBeVisible();
  await page.keyboard.press('Space');
  await expect(
    page.getByRole('button', { name: /Good/ }),
    'without steps a new card goes to days at once',
  ).toContainText('day');

  await page.goto('/settings');
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(page.getByLabel('New questions a day')).toHaveValue('20');
});

test('an exam date brings a prediction, a plan and cramming', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2026-11-23T09:00:00'));
  await openStudy(page);
  await answer(page, '4');
  await page.goto('/');
  await page.getByRole('button', { name: 'Set an exam date' }).click();
  await page.getByLabel('Date of the exam').fill('2026-11-01');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByText('This date is over.')).toBeVisible();
  await page.getByLabel('Date of the exam').fill('2026-12-11');
  await page.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(page.getByRole('heading', { name: /Exam in 18 days/ })).toBeVisible();
  const panel = page.getByRole('region', { name: 'Exam: A small deck' });
  const [study = 0, stop = 0] = [...(await panel.innerText()).matchAll(/(\d+) %/g)].map(([, share]) =>
    Number(share),
  );
  expect(study).toBeGreaterThan(stop);
  await panel.getByText(/^Today \d+ review/).click();
  await expect(panel.getByRole('row')).toHaveCount(19);

  await page.goto('/decks/small');
  await page.getByLabel('Order', { exact: true }).selectOption('Weakest first');
  await expect(page.locator('summary').last(), 'the card answered Easy is known best').toContainText(
    'What does bind() do?',
  );
  await page.getByText('What does bind() do?').click();
  await expect(page.getByRole('columnheader', { name: 'At the exam, if you stop' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '%' }).first()).toHaveText('100 %');

  await page.goto('/study/small?mode=cram');
  await expect(page.getByText('Cram: answers count')).toBeVisible();
  await answer(page, '3');
  expect((await storedEntries(page)).filter(({ kind }) => kind === 'review')).toHaveLength(2);
});

test('the colours follow the system until the switch says otherwise, also after a reload', async ({
  page,
}) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  const dark = await ground();
  await page.getByRole('button', { name: /^Colours: system/ }).click();
  await expect.poll(ground).not.toBe(dark);
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  expect(await ground()).not.toBe(dark);
});

test('typing answers is switched on and off, holds, and is left alone by the defaults of the schedule', async ({
  page,
}) => {
  await page.goto('/settings');
  const typing = page.getByRole('switch', { name: /Type your answers/ });
  await expect(typing).toBeEnabled();
  await expect(typing).not.toBeChecked();
  await typing.focus();
  await page.keyboard.press('Space');
  await expect(typing).toBeChecked();
  await expect
    .poll(async () => (await storedEntries(page)).at(-1))
    .toMatchObject({ patch: { typesAnswers: true } });
  await page.getByLabel('New questions a day').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect.poll(() => storedEntries(page)).toHaveLength(2);
  await page.getByRole('button', { name: 'Back to the defaults' }).click();
  await expect(page.getByLabel('New questions a day')).toHaveValue('20');
  await page.reload();
  await expect(typing).toBeChecked();
  await typing.uncheck();
  await expect
    .poll(async () => (await storedEntries(page)).at(-1))
    .toMatchObject({ patch: { typesAnswers: false } });
  await openStudy(page);
  await expect(page.getByRole('textbox')).toHaveCount(0);
});
