import { begin, next, question, shown, whole } from './quiz.ts';
import { atOnce, expect, storedEntries, test } from './site.ts';

test('a quiz in two tabs is answered once, and ends in both', async ({ page, context }) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  const other = await context.newPage();
  await other.goto('/quiz/small');
  await expect(question(other)).toContainText('passive');
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await expect(shown(other)).toContainText('✕ Not right');
  await next(other).click();
  await expect(question(other)).toContainText('SYN');
  await other.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  const entries = await storedEntries(page);
  expect(entries.map(({ kind }) => kind)).toEqual(['quiz', 'review', 'quiz-end']);
});

test('a test in two tabs hands in what was answered in either, once', async ({ page, context }) => {
  await begin(page, '/quiz/small?mode=test&length=all&shuffle=no&seed=1&kinds=typed,cloze');
  const other = await context.newPage();
  await other.goto('/quiz/small');
  await expect(question(other)).toContainText('passive');
  await page.keyboard.type('listen()');
  await expect(shown(other).getByRole('textbox')).toHaveValue('listen()');
  await other.getByRole('button', { name: 'Question 2' }).click();
  await shown(other).getByRole('textbox').fill('SYN-ACK');
  await expect(page.getByRole('button', { name: 'Question 2, answered' })).toBeVisible();
  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('Every question has an answer.')).toBeVisible();
  await page.keyboard.press('Enter');
  for (const tab of [page, other])
    await expect(tab.getByRole('heading', { name: '2 of 2, 100 %' })).toBeVisible();
  expect((await storedEntries(page)).filter(({ kind }) => kind === 'review')).toHaveLength(2);
});

test('of two tabs that answer in the same instant one counts, and the other says so', async ({
  page,
  context,
  course,
}) => {
  test.setTimeout(120_000);
  const kinds = 'typed,choice,cloze,code';
  await begin(page, `${course.url}/quiz/sockets?seed=21&length=20&kinds=${kinds}`);
  const other = await context.newPage();
  await other.goto(`${course.url}/quiz/sockets`);
  const tabs = [page, other];
  let reported = 0;
  for (let at = 1; at <= 20; at += 1) {
    for (const tab of tabs) {
      await expect(tab.getByText(`${String(at)} / 20`)).toBeVisible();
      await expect(tab.getByRole('button', { name: 'I don’t know' })).toBeVisible();
    }
    await atOnce(tabs, { click: 'I don’t know' });
    for (const tab of tabs) await expect(next(tab)).toBeVisible();
    for (const tab of tabs) {
      reported += await tab.getByText('You answered this in another tab. That answer counts.').count();
      await next(tab).click();
    }
  }
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: '0 of 20, 0 %' })).toBeVisible();
  const entries = await storedEntries(page);
  expect(entries.filter(({ kind }) => kind === 'review')).toHaveLength(20);
  expect(entries.filter(({ kind }) => kind === 'quiz-end')).toHaveLength(1);
  expect(reported, 'they did not answer in the same instant').toBeGreaterThan(5);
});

test('of two quizzes that are begun in the same instant in two tabs one goes on in both', async ({
  page,
  context,
}) => {
  const other = await context.newPage();
  const tabs = [page, other];
  for (let round = 1; round <= 4; round += 1) {
    for (const [at, tab] of tabs.entries()) {
      await tab.goto('/');
      await tab.goto(`/quiz/small?seed=${String(at)}${String(round)}&kinds=typed`);
      await expect(tab.getByRole('button', { name: 'Begin' })).toBeEnabled();
    }
    await atOnce(tabs, { click: 'Begin' });
    for (const tab of tabs) await expect(question(tab)).toBeVisible();
    expect((await storedEntries(page)).filter(({ kind }) => kind === 'quiz')).toHaveLength(round);
    await page.getByRole('button', { name: 'End it here' }).click();
    for (const tab of tabs) await expect(shown(tab)).toBeHidden();
  }
});

test('a test that two tabs hand in in the same instant is graded once', async ({ page, context }) => {
  for (let round = 0; round < 5; round += 1) {
    await begin(
      page,
      `/quiz/small?mode=test&length=all&shuffle=no&seed=1&kinds=typed&round=${String(round)}`,
    );
    await page.keyboard.type('listen()');
    const other = await context.newPage();
    await other.goto('/quiz/small');
    await expect(shown(other).getByRole('textbox')).toHaveValue('listen()');
    const tabs = [page, other];
    for (const tab of tabs) {
      await tab.getByRole('button', { name: 'Hand in' }).click();
      await expect(tab.getByText('Every question has an answer.')).toBeVisible();
    }
    await atOnce(tabs, { click: 'Hand in' });
    for (const tab of tabs) await expect(tab.getByRole('heading', { name: '1 of 1, 100 %' })).toBeVisible();
    await other.close();
    const entries = await storedEntries(page);
    expect(entries.filter(({ kind }) => kind === 'review')).toHaveLength(round + 1);
    expect(entries.filter(({ kind }) => kind === 'quiz-end')).toHaveLength(round + 1);
  }
});
