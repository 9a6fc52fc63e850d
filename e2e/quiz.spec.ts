import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, storedRows, test } from './site.ts';

const shown = (page: Page) => page.getByRole('article', { name: 'Question' });
const question = (page: Page) => shown(page).getByRole('heading').first();
const next = (page: Page) => page.getByRole('button', { name: /^(Next|See the result|Not right, next)/ });

/** Opens the setting of a quiz and begins it with Enter. */
async function begin(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
  await page.keyboard.press('Enter');
  await expect(shown(page)).toBeVisible();
}

/** All questions of the small deck in its order. */
const whole = '/quiz/small?length=all&shuffle=no&seed=1';

/** Presses the keys that stand beside these texts, one after another. */
async function choose(page: Page, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    const item = shown(page)
      .locator('label, button')
      .filter({ hasText: text })
      .filter({ has: page.locator('kbd') });
    const key = await item.first().locator('kbd').last().innerText();
    await page.keyboard.press(key.toLowerCase());
  }
}

async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await new AxeBuilder({ page }).analyze();
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}

test('a quiz of every kind is answered by keyboard alone, each answer graded at once', async ({ page }) => {
  await begin(page, whole);

  await expect(question(page)).toContainText('What does bind() do?');
  await page.keyboard.press('Space');
  await expect(shown(page)).toContainText('local address and port');
  await page.keyboard.press('3');

  await expect(question(page)).toContainText('passive');
  await page.keyboard.type('listen');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');

  await expect(question(page)).toContainText('block');
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('waits for a connection');
  await page.keyboard.press('Enter');

  await expect(question(page)).toContainText('in order');
  await choose(page, 'socket()', 'bind()', 'listen()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');

  await expect(question(page)).toContainText('Match');
  // Rows are mixed, and are filled from the first one on.
  await expect(shown(page)).toContainText('TimeoutError');
  const text = await shown(page).innerText();
  const rights = ['nothing listens', 'nobody answers'];
  await choose(page, ...(text.indexOf('Refused') < text.indexOf('Timeout') ? rights : rights.toReversed()));
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');

  await expect(question(page)).toContainText('SYN');
  await page.keyboard.type('syn ack');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');

  await expect(question(page)).toContainText('Fill in');
  await page.keyboard.type('bind');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: '7 of 7, 100 %' })).toBeFocused();
  const rows = await storedRows(page);
  expect(rows.filter(({ kind }) => kind === 'review').map(({ rating }) => rating)).toEqual([
    3, 3, 3, 3, 3, 3, 3,
  ]);
});

test('a miss is explained, is due, and can be studied at once', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  await expect(shown(page)).toContainText('it waits on a socket that already listens');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  const miss = page.getByRole('listitem').filter({ hasText: 'passive' });
  await expect(miss).toContainText('accept()');
  await expect(miss).toContainText('listen()');
  await page.getByRole('link', { name: 'Study what was missed' }).click();
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await expect(page.getByRole('heading', { level: 2 })).toContainText('passive');
  await page.keyboard.press('Space');
  await page.keyboard.press('4');
  await expect(page.getByRole('heading', { name: 'Through what was missed' })).toBeVisible();
});

test('“I was right” counts as good and is kept for the author', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('make_passive()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  // Twice, before the log can show it: it counts once.
  await page.evaluate(() => {
    for (const key of ['i', 'i']) document.dispatchEvent(new KeyboardEvent('keydown', { key }));
  });
  await expect(shown(page)).toContainText('Counted as right');
  await expect(page.getByRole('button', { name: 'I was right' })).toBeHidden();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 of 1, 100 %' })).toBeVisible();
  const rows = await storedRows(page);
  expect(rows.map(({ kind }) => kind)).toEqual(['quiz', 'review', 'undo', 'review', 'quiz-end']);
  expect(rows.at(-2)).toMatchObject({ rating: 3, claimed: true, given: ['make_passive()'], credit: 1 });
});

test('a hint, and a slip, count as hard', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.getByRole('button', { name: 'Hint' }).click();
  await expect(shown(page)).toContainText('Hint: It begins with “l”');
  await shown(page).getByRole('textbox').fill('listen()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');
  await page.keyboard.type('SYN-AKC');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('Right, with a slip');
  const answers = (await storedRows(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([
    { rating: 2, hinted: true, verdict: 'right' },
    { rating: 2, verdict: 'slip' },
  ]);
});

test('a quiz goes on after a reload where it was, with its options where they were', async ({ page }) => {
  await begin(page, '/quiz/small?length=all&seed=5');
  const order: string[] = [];
  for (let at = 0; at < 3; at += 1) {
    order.push(await question(page).innerText());
    const reveal = page.getByRole('button', { name: 'Show the answer' });
    if (await reveal.isVisible()) {
      await page.keyboard.press('Space');
      await page.keyboard.press('3');
    } else {
      await page.getByRole('button', { name: 'I don’t know' }).click();
      await next(page).click();
    }
    await expect(question(page)).not.toHaveText(order[at] ?? '');
  }
  const before = await shown(page).innerText();
  await page.reload();
  await expect(shown(page)).toBeVisible();
  await expect.poll(() => shown(page).innerText()).toBe(before);
  await expect(page.getByText('4 / 7')).toBeVisible();
});

test('the same number gives the same quiz', async ({ page, browser }) => {
  const titles = async (on: Page) => {
    await begin(on, new URL('/quiz/small?length=3&seed=77&kinds=typed,choice,order,match', page.url()).href);
    return [await question(on).innerText(), await shown(on).innerText()];
  };
  await page.goto('/');
  const context = await browser.newContext();
  const other = await context.newPage();
  expect(await titles(other)).toEqual(await titles(page));
  await context.close();
});

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
    .poll(async () => (await storedRows(page)).filter(({ kind }) => kind === 'given').length)
    .toBe(2);

  await page.reload();
  await expect(question(page)).toContainText('in order');
  await page.getByRole('button', { name: 'Question 1, answered' }).click();
  await expect(shown(page).getByRole('textbox')).toHaveValue('accept()');
  expect((await storedRows(page)).some(({ kind }) => kind === 'review')).toBe(false);

  await page.getByRole('button', { name: 'Hand in' }).click();
  await expect(page.getByText('4 questions have no answer:')).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 of 6, 16 %' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  const answers = (await storedRows(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([
    { card: 'small/passive', rating: 1, verdict: 'wrong', given: ['accept()'] },
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
  await expect.poll(async () => (await storedRows(page)).at(-1)?.kind).toBe('given');
  await page.goto('/');
  await page.clock.runFor(11 * 60_000);
  await page.goto('/quiz/small');
  await page.clock.runFor(1000);
  await expect(page.getByRole('heading', { name: '1 of 6, 16 %' })).toBeVisible();
  await expect(page.getByText('It took 10 min 0 s.')).toBeVisible();
});

test('only weak cards can be asked, and nothing is asked where none is', async ({ page }) => {
  await page.goto('/quiz/small?weak');
  await expect(page.getByText('✕ No card is weak')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Begin' })).toBeDisabled();
  await begin(page, `${whole}&kinds=typed`);
  await page.getByRole('button', { name: 'I don’t know' }).click();
  await next(page).click();
  await page.getByRole('button', { name: 'New quiz' }).click();
  await page.getByLabel(/Only weak cards/).check();
  await expect(page.getByText('1 question', { exact: true })).toBeVisible();
});

test('a quiz can be left, and its result found again', async ({ page }) => {
  await begin(page, whole);
  await page.keyboard.press('Space');
  await page.keyboard.press('1');
  await expect(question(page)).toContainText('passive');
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByText('1 of 7 questions were answered.')).toBeVisible();
  await page.getByRole('button', { name: 'New quiz' }).click();
  await page.getByRole('button', { name: /0 of 1, 0 %/ }).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
});

test('twenty questions of the course deck are answered by keyboard, and the missed ones are due', async ({
  page,
  course,
}) => {
  test.setTimeout(120_000);
  await begin(page, `${course.url}/quiz/sockets?seed=4711`);
  let disagreed = false;
  for (let at = 0; at < 20; at += 1) {
    await expect(page.getByText(`${String(at + 1)} / 20`)).toBeVisible();
    if (await page.getByRole('button', { name: 'Show the answer' }).isVisible()) {
      await page.keyboard.press('Space');
      await page.keyboard.press('1');
      if (at === 19) await page.keyboard.press('Enter');
      continue;
    }
    await expect(shown(page).getByText('Loading the fields')).toBeHidden();
    const field = shown(page).getByRole('textbox');
    if ((await field.count()) > 0) await field.first().pressSequentially('listen');
    else await page.keyboard.press('1');
    // Enter goes from blank to blank, and answers in the last.
    const presses = Math.max(1, await field.count());
    for (let press = 0; press < presses; press += 1) await page.keyboard.press('Enter');
    await expect(next(page)).toBeVisible();
    const mayDisagree = await page.getByRole('button', { name: 'I was right' }).isVisible();
    if (mayDisagree && !disagreed) {
      await page.keyboard.press('i');
      await expect(shown(page)).toContainText('Counted as right');
      disagreed = true;
    }
    await page.keyboard.press('Enter');
  }
  expect(disagreed).toBe(true);
  await expect(page.getByRole('heading', { name: /of 20, \d+ %/ })).toBeVisible();
  const missed = (await storedRows(page)).filter(
    ({ kind, rating }) => kind === 'review' && rating === 1,
  ).length;
  expect(missed).toBeGreaterThan(3);
  await page.clock.setFixedTime(Date.now() + 2 * 60_000);
  await page.goto(`${course.url}/study/sockets`);
  // A minute after a miss it is due; what was right comes later.
  await expect(page.getByText('20 learning')).toBeVisible();
  const answers = (await storedRows(page)).filter(({ kind }) => kind === 'review');
  // What was claimed to be right is none.
  const first = answers.find(
    ({ card, rating }) => rating === 1 && !answers.some((other) => other.card === card && other.rating === 3),
  );
  const titles = (await (await fetch(`${course.url}/api/decks/sockets`)).json()) as {
    prompts: { key: string; text: string }[];
  };
  const due = titles.prompts.find(({ key }) => key === first?.card);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(due?.text ?? 'no such card');
});

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
  const rows = await storedRows(page);
  expect(rows.map(({ kind }) => kind)).toEqual(['quiz', 'review', 'quiz-end']);
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
  expect((await storedRows(page)).filter(({ kind }) => kind === 'review')).toHaveLength(2);
});

test('a reload shows the answer that was being read, also the last one, and goes on from there', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  const read = await shown(page).innerText();
  await page.reload();
  await expect(shown(page)).toBeVisible();
  await expect.poll(() => shown(page).innerText()).toBe(read);
  await page.keyboard.press('Enter');
  await expect(question(page)).toContainText('SYN');
  await page.reload();
  await expect(question(page), 'what was gone on from does not come back').toContainText('SYN');
  await page.keyboard.type('SYN-ACK');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.reload();
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 of 2, 50 %' })).toBeFocused();
  await page.reload();
  await expect(page.getByRole('heading', { name: '1 of 2, 50 %' })).toBeFocused();
});

test('half an answer of every kind outlives a reload, and is not graded', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed,choice,order,match,code`);
  const wasRight = page.getByRole('button', { name: 'I was right' });
  const given = () =>
    shown(page).evaluate((article) =>
      [
        ...[...article.querySelectorAll<HTMLInputElement>('input')].map(({ checked, value }) => [
          checked,
          value,
        ]),
        ...[...article.querySelectorAll('[data-step], [data-row]')].map(({ textContent }) => textContent),
      ].join(' | '),
    );
  const halves = [
    () => page.keyboard.type('lis'),
    () => choose(page, 'bind()'),
    () => choose(page, 'bind()'),
    () => choose(page, 'nobody answers'),
    () => page.keyboard.type('con'),
  ];
  for (const [at, half] of halves.entries()) {
    await expect(page.getByText(`${String(at + 1)} / 5`)).toBeVisible();
    await expect(shown(page).getByText('Loading the fields')).toBeHidden();
    await half();
    const before = await given();
    // At once: what was typed last is not left behind.
    await page.reload();
    await expect(shown(page)).toBeVisible();
    await expect(shown(page).getByText('Loading the fields')).toBeHidden();
    await expect.poll(given).toBe(before);
    await expect(next(page)).toBeHidden();
    await page.getByRole('button', { name: 'I don’t know' }).click();
    await expect(next(page)).toBeVisible();
    await expect(wasRight, 'who gave nothing was not right').toBeHidden();
    await next(page).click();
  }
  await expect(page.getByRole('heading', { name: '0 of 5, 0 %' })).toBeVisible();
  await expect(wasRight).toHaveCount(0);
});

test('a reload does not wash off a hint', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.getByRole('button', { name: 'Hint' }).click();
  await expect(shown(page).getByRole('textbox')).toHaveValue('l');
  await page.reload();
  await expect(shown(page)).toContainText('You took a hint.');
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('isten()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  expect((await storedRows(page)).at(-1)).toMatchObject({ kind: 'review', rating: 2, hinted: true });
});

test('U takes back the last answer of a quiz, graded by the student or not, as often as wanted', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=basic,choice`);
  await page.keyboard.press('Space');
  await page.keyboard.press('1');
  await expect(question(page)).toContainText('block');
  await choose(page, 'bind()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  await page.keyboard.press('u');
  await expect(shown(page).getByRole('radio', { checked: true }), 'what was chosen is chosen').toHaveCount(1);
  await expect(next(page)).toBeHidden();
  await page.keyboard.press('u');
  await expect(question(page)).toContainText('What does bind() do?');
  await expect(page.locator('#announcer')).toHaveText('Undone. The question is back.');
  await expect(page.getByRole('button', { name: 'undo' }), 'nothing is left to undo').toBeHidden();
  await page.keyboard.press('Space');
  await page.keyboard.press('3');
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '2 of 2, 100 %' })).toBeVisible();
});

test('the grade of a last question that students grade themselves can be taken back', async ({ page }) => {
  await begin(page, `${whole}&kinds=basic`);
  await page.keyboard.press('Space');
  await page.keyboard.press('1');
  await expect(shown(page)).toContainText('You graded it: Again.');
  await page.keyboard.press('u');
  await page.keyboard.press('Space');
  await page.keyboard.press('3');
  await expect(shown(page)).toContainText('You graded it: Good.');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: '1 of 1, 100 %' })).toBeVisible();
});

test('undo in study leaves a quiz that has ended as it is', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  await page.goto('/study/small');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await page.keyboard.press('u');
  await expect(page.getByText('Nothing to undo.')).toBeAttached();
  expect((await storedRows(page)).map(({ kind }) => kind)).toEqual(['quiz', 'review', 'quiz-end']);
});

test('what is claimed on an old result counts for when it was answered', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2026-11-23T09:00:00'));
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('make_passive()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  await page.clock.setFixedTime(new Date('2026-11-26T09:00:00'));
  await page.getByRole('button', { name: 'I was right' }).click();
  await expect(page.getByText('Counted as right, as you say.')).toBeVisible();
  const answers = (await storedRows(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([{ rating: 1 }, { rating: 3, claimed: true }]);
  const [given, claimed] = answers.map((row) => (row as { at?: number }).at);
  expect(claimed).toBe(given);
});

/** Has each page click its button of this name, in the same millisecond. */
async function clickAtOnce(pages: readonly Page[], name: string): Promise<void> {
  const at = Date.now() + 150;
  const clicking = pages.map((page) =>
    page.evaluate(
      async ([moment, text]) => {
        const button = [...document.querySelectorAll('button')].find((each) =>
          each.textContent.startsWith(text),
        );
        await new Promise((resolve) => setTimeout(resolve, moment - Date.now() - 20));
        while (Date.now() < moment) continue;
        button?.click();
      },
      [at, name] as const,
    ),
  );
  await Promise.all(clicking);
}

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
  let told = 0;
  for (let at = 1; at <= 20; at += 1) {
    for (const tab of tabs) {
      await expect(tab.getByText(`${String(at)} / 20`)).toBeVisible();
      await expect(tab.getByRole('button', { name: 'I don’t know' })).toBeVisible();
    }
    await clickAtOnce(tabs, 'I don’t know');
    for (const tab of tabs) await expect(next(tab)).toBeVisible();
    for (const tab of tabs) {
      told += await tab.getByText('You answered this in another tab. That answer counts.').count();
      await next(tab).click();
    }
  }
  for (const tab of tabs) await expect(tab.getByRole('heading', { name: '0 of 20, 0 %' })).toBeVisible();
  const rows = await storedRows(page);
  expect(rows.filter(({ kind }) => kind === 'review')).toHaveLength(20);
  expect(rows.filter(({ kind }) => kind === 'quiz-end')).toHaveLength(1);
  expect(told, 'they did not answer in the same instant').toBeGreaterThan(5);
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
    await clickAtOnce(tabs, 'Begin');
    for (const tab of tabs) await expect(question(tab)).toBeVisible();
    expect((await storedRows(page)).filter(({ kind }) => kind === 'quiz')).toHaveLength(round);
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
    await clickAtOnce(tabs, 'Hand in');
    for (const tab of tabs) await expect(tab.getByRole('heading', { name: '1 of 1, 100 %' })).toBeVisible();
    await other.close();
    const rows = await storedRows(page);
    expect(rows.filter(({ kind }) => kind === 'review')).toHaveLength(round + 1);
    expect(rows.filter(({ kind }) => kind === 'quiz-end')).toHaveLength(round + 1);
  }
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
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the keys of a quiz are one key away, with undo among them', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  await begin(page, `${whole}&kinds=choice`);
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog', { name: 'Keys' });
  await expect(dialog.getByRole('heading'), 'it begins with the first key').toBeInViewport();
  await expect(dialog).toContainText('Undo your last answer');
  await page.keyboard.press('Escape');
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
});

test('a link to another quiz waits for the one that goes on', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.goto('/quiz/small?seed=88&kinds=cloze');
  await expect(page.getByText('The link asks for another quiz.')).toBeVisible();
  await expect(question(page)).toContainText('passive');
  await page.getByRole('button', { name: 'End it here' }).click();
  await page.getByRole('button', { name: 'New quiz' }).click();
  await expect(page.getByLabel(/^Number of the quiz/)).toHaveValue('88');
  await expect(page.getByText('1 question', { exact: true })).toBeVisible();
});

test('the lab of a card that students grade themselves is a key away once it is shown', async ({
  page,
  course,
}) => {
  await begin(page, `${course.url}/quiz/sockets?kinds=basic&length=all&shuffle=no&seed=3`);
  const reveal = page.getByRole('button', { name: 'Show the answer' });
  const run = page.getByRole('button', { name: /run it/i });
  for (let at = 0; at < 20; at += 1) {
    await expect(question(page)).toBeVisible();
    if (await reveal.isVisible()) {
      await expect(run).toBeHidden();
      await page.keyboard.press('Space');
      if (await run.isVisible()) return;
      await page.keyboard.press('3');
    } else {
      await page.getByRole('button', { name: 'I don’t know' }).click();
      await next(page).click();
    }
    await expect(page.getByText(`${String(at + 2)} / `)).toBeVisible();
  }
  throw new Error('No card that students grade themselves has a lab.');
});

test('the palette finds the quiz and the games', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('quiz small');
  await expect(page.getByRole('menuitem')).toHaveText([/^Quiz: A small deck/, /^Match/, /^Typing drill/]);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/quiz\/small/);
});

const runningOrder = '/quiz/sockets?kinds=order&topics=9&length=all&shuffle=no&seed=2';

test('an order that fails is run on the kernel, and shows the error of the call that failed', async ({
  page,
  course,
}) => {
  await begin(page, course.url + runningOrder);
  await expect(question(page)).toContainText('calls in order, up to');
  await choose(page, 's = socket(', 's.bind(', 's.accept()', 's.listen(1)');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('Step 3 failed: OSError: [Errno 22] Invalid argument.');
  await expect(kernel.getByRole('listitem').filter({ hasText: 's.bind' })).toContainText('None');
  await expect(kernel.getByRole('listitem').filter({ hasText: 's.listen(1)' }).last()).toContainText(
    'not reached',
  );
  expect(await violations(page)).toEqual([]);
});

test('an order that the kernel lets pass is still judged by the rule', async ({ page, course }) => {
  await begin(page, course.url + runningOrder);
  await expect(question(page)).toContainText('calls in order, up to');
  await choose(page, 's = socket(', 's.bind(', 's.listen(1)', 's.accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('No call failed. The last one waits for a connection.');
});

test('an order that the kernel lets pass is not right where it is not the one asked for', async ({
  page,
  course,
}) => {
  await begin(page, course.url + runningOrder);
  await choose(page, 's = socket(', 's.bind(', 'SO_REUSEADDR', 's.listen(1)', 's.accept()');
  await page.keyboard.press('Enter');
  // The free step is none of the four, but it stands where it must not.
  await expect(shown(page)).toContainText('✕ Not right · 4 of 5');
  const kernel = page.getByRole('region', { name: 'Your order on the kernel' });
  await expect(kernel).toContainText('No call failed, so the kernel allows this order.');
});

test.describe('without the lab', () => {
  test.use({ allowed: [/lab\/socket|WebSocket|Failed to load resource/] });

  test('an order is graded by the rule alone, and that is said', async ({ page, course }) => {
    await page.routeWebSocket(/lab\/socket/, (socket) => void socket.close({ code: 1011 }));
    await begin(page, course.url + runningOrder);
    await choose(page, 's.bind(', 's = socket(');
    await page.keyboard.press('Enter');
    await expect(shown(page)).toContainText('✕ Not right');
    await expect(shown(page)).toContainText(
      'The lab cannot be reached, so the order was judged by the rule alone.',
      {
        timeout: 20_000,
      },
    );
  });
});

test('pairs are matched against the clock by keyboard, and the time is kept', async ({ page, course }) => {
  await page.goto(`${course.url}/quiz/sockets/match`);
  await expect(page.getByRole('button', { name: 'Begin' })).toBeEnabled();
  await page.keyboard.press('Enter');
  for (let table = 1; table <= 3; table += 1) {
    await expect(page.getByText(`Table ${String(table)} of 3`, { exact: true })).toBeVisible();
    if (table === 1) expect(await violations(page)).toEqual([]);
    const left = await page.getByRole('list', { name: 'Left' }).getByRole('button').count();
    for (let a = 1; a <= left; a += 1)
      for (const b of 'abcdef'.slice(0, left)) {
        await page.keyboard.press('Escape');
        await page.keyboard.press(String(a));
        await page.keyboard.press(b);
      }
  }
  await expect(page.getByRole('heading', { name: 'Best times' })).toBeVisible();
  const [row] = await storedRows(page);
  expect(row).toMatchObject({ kind: 'game', game: 'match', deck: 'sockets' });
  expect(await storedRows(page)).toHaveLength(1);
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
  expect(await storedRows(page)).toMatchObject([{ kind: 'game', game: 'typing', items: 1, mistakes: 1 }]);
  expect((await storedRows(page))[0]).not.toHaveProperty('card');
});

test('at 360 px the first blank can be seen at the end of a long line of code', async ({ page, ownSite }) => {
  await page.setViewportSize({ width: 360, height: 640 });
  const line = `threading.Thread(target=serve, args=(conn, addr), daemon=True).{{start}}()`;
  await ownSite.write(
    'decks/long.md',
    `---\ndeck: long\ntitle: Long\n---\n\n## Start it\n\`\`\`python\n${line}\n\`\`\`\n`,
  );
  await begin(page, `${ownSite.url}/quiz/long`);
  await expect(shown(page).getByRole('textbox')).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.type('run');
  await page.keyboard.press('Enter');
  await expect(shown(page).locator('ins')).toBeInViewport({ ratio: 0.9 });
  expect(await overflow(page), 'what is only spoken widens the page').toBeLessThanOrEqual(0);
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const width of [360, 768, 1440])
    test(`a graded question and a result fit ${String(width)} px and have no axe violation, ${colorScheme}`, async ({
      page,
      course,
    }) => {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await begin(page, `${course.url}/quiz/sockets?seed=12&length=5&kinds=typed,choice,order,match,code`);
      for (let at = 0; at < 5; at += 1) {
        await expect(shown(page).getByText('Loading the fields')).toBeHidden();
        expect(await violations(page)).toEqual([]);
        await page.getByRole('button', { name: 'I don’t know' }).click();
        await expect(next(page)).toBeVisible();
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page), 'a graded question scrolls sideways').toBeLessThanOrEqual(0);
        await next(page).click();
      }
      await expect(page.getByRole('heading', { name: '0 of 5, 0 %' })).toBeVisible();
      expect(await violations(page)).toEqual([]);
      expect(await overflow(page), 'the result scrolls sideways').toBeLessThanOrEqual(0);
    });

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
