import { begin, next, question, shown, whole } from './quiz.ts';
import { expect, storedEntries, test } from './site.ts';

test('a quiz that was ended by mistake goes on where it was, with the half of an answer', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(question(page)).toContainText('SYN');
  await page.keyboard.type('SY');
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByText('1 of 2 questions were answered.')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeFocused();
  await page.keyboard.press('g');
  await expect(question(page)).toContainText('SYN');
  await expect(page.locator('#announcer')).toHaveText('The quiz goes on.');
  await expect(shown(page).getByRole('textbox')).toHaveValue('SY');
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('N-ACK');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '1 of 2, 50 %' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Go on with it' }), 'nothing is left of it').toBeHidden();
  expect((await storedEntries(page)).map(({ kind }) => kind)).toEqual([
    'quiz',
    'review',
    'response',
    'quiz-end',
    'undo',
    'review',
    'quiz-end',
  ]);
});

test('a quiz that was ended goes on from the list of results, but not while another one is open', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'End it here' }).click();
  const left = page.url();
  const goOn = page.getByRole('button', { name: 'Go on with it' });
  await goOn.click();
  await expect(shown(page), 'what was read is read again').toContainText('✕ Not right');
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeFocused();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: /0 of 1, 0 %/ }).click();
  await expect(goOn).toBeVisible();
  await page.keyboard.press('n');
  await page.getByRole('button', { name: 'Begin' }).click();
  await expect(shown(page)).toBeVisible();
  await page.goto('/');
  await page.goto(left);
  await expect(page.getByText('1 of 2 questions were answered.')).toBeVisible();
  await expect(goOn).toBeHidden();
});

test('after a press of the hint the keys go on with the answer', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed,order`);
  const hint = page.getByRole('button', { name: 'Hint' });
  await hint.click();
  await expect(shown(page).getByRole('textbox')).toHaveValue('l');
  await page.keyboard.type('isten()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await next(page).click();
  await expect(shown(page).getByRole('group', { name: 'Your order' })).toBeFocused();
  await hint.click();
  await expect(shown(page).getByText('Hint: Step 1')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
});
