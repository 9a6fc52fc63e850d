import { expectToBeAccessible } from './looks.ts';
import { expect, storedEntries, test } from './site.ts';

test('pairs are matched against the clock by keyboard, and the time is kept', async ({ page, course }) => {
  await page.goto(`${course.url}/quiz/sockets/match`);
  await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
  await page.keyboard.press('Enter');
  for (let table = 1; table <= 3; table += 1) {
    await expect(page.getByText(`Table ${String(table)} of 3`, { exact: true })).toBeVisible();
    if (table === 1) await expectToBeAccessible(page, 'a table of the match');
    const left = await page.getByRole('list', { name: 'Left' }).getByRole('button').count();
    for (let a = 1; a <= left; a += 1)
      for (const b of 'abcdef'.slice(0, left)) {
        await page.keyboard.press('Escape');
        await page.keyboard.press(String(a));
        await page.keyboard.press(b);
      }
  }
  await expect(page.getByRole('heading', { name: 'Best times' })).toBeVisible();
  const [row] = await storedEntries(page);
  expect(row).toMatchObject({ kind: 'game', game: 'match', deck: 'sockets' });
  expect(await storedEntries(page)).toHaveLength(1);
});

test('code is typed in a drill, blank after blank, until it is right', async ({ page }) => {
  await page.goto('/quiz/small/typing');
  await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('bnid');
  await page.keyboard.press('Enter');
  await expect(page.getByText('✕ Not right.')).toBeVisible();
  // The same mistake counts once.
  await page.keyboard.press('Enter');
  await page.getByRole('textbox').fill('bind');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1 mistake, counted as time.')).toBeVisible();
  await expect(page.getByRole('heading', { name: /for each blank/ })).toBeFocused();
  expect(await storedEntries(page)).toMatchObject([{ kind: 'game', game: 'typing', items: 1, mistakes: 1 }]);
  expect((await storedEntries(page))[0]).not.toHaveProperty('card');
});
