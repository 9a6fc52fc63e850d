import type { Page } from '@playwright/test';
import { expectToBeAccessible, expectToFit, expectToLookRight } from './looks.ts';
import { begin, choose, next, question, shown, whole } from './quiz.ts';
import { expect, storedEntries, test } from './site.ts';

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
  // Entries are mixed, and are filled from the first one on.
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
  const entries = await storedEntries(page);
  expect(entries.filter(({ kind }) => kind === 'review').map(({ rating }) => rating)).toEqual([
    3, 3, 3, 3, 3, 3, 3,
  ]);
});

test('a miss is explained, is due, and can be studied at once', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✕ Not right');
  await expect(shown(page)).toContainText('it waits on a socket that already listens');
  await expectToBeAccessible(page, 'an explained miss');
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
  const entries = await storedEntries(page);
  expect(entries.map(({ kind }) => kind)).toEqual(['quiz', 'review', 'undo', 'review', 'quiz-end']);
  expect(entries.at(-2)).toMatchObject({
    rating: 3,
    selfMarkedCorrect: true,
    response: ['make_passive()'],
    credit: 1,
  });
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
  const answers = (await storedEntries(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([
    { rating: 2, hinted: true, verdict: 'right' },
    { rating: 2, verdict: 'slip' },
  ]);
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
  const missed = (await storedEntries(page)).filter(
    ({ kind, rating }) => kind === 'review' && rating === 1,
  ).length;
  expect(missed).toBeGreaterThan(3);
  await page.clock.setFixedTime(Date.now() + 2 * 60_000);
  await page.goto(`${course.url}/study/sockets`);
  // A minute after a miss it is due; what was right comes later.
  await expect(page.getByText('20 learning')).toBeVisible();
  const answers = (await storedEntries(page)).filter(({ kind }) => kind === 'review');
  // An answer marked correct is none.
  const first = answers.find(
    ({ card, rating }) => rating === 1 && !answers.some((other) => other.card === card && other.rating === 3),
  );
  const titles = (await (await fetch(`${course.url}/api/decks/sockets`)).json()) as {
    prompts: { key: string; text: string }[];
  };
  const due = titles.prompts.find(({ key }) => key === first?.card);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(due?.text ?? 'no such card');
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
  await expectToFit(page, 'a line of code and what is only spoken');
});

test('a graded question and a result fit and have no axe violation', async ({ page, course }) => {
  test.setTimeout(180_000);
  await begin(page, `${course.url}/quiz/sockets?seed=12&length=5&kinds=typed,choice,order,match,code`);
  for (let at = 0; at < 5; at += 1) {
    await expect(shown(page).getByText('Loading the fields')).toBeHidden();
    const asked = await question(page).innerText();
    await expectToLookRight(page, `${asked}, asked`);
    await page.getByRole('button', { name: 'I don’t know' }).click();
    await expect(next(page)).toBeVisible();
    await expectToLookRight(page, `${asked}, graded`);
    await next(page).click();
  }
  await expect(page.getByRole('heading', { name: '0 of 5, 0 %' })).toBeVisible();
  await expectToLookRight(page, 'the result');
});
