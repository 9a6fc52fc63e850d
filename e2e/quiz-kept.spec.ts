import { begin, choose, next, question, shown, whole } from './quiz.ts';
import { expect, smallDeck, storedEntries, test } from './site.ts';

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
        ...[...article.querySelectorAll('[data-step], [data-entry]')].map(({ textContent }) => textContent),
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

const hintText = 'Hint: It begins with “l” and has 8 characters.';

test('a reload does not wash off a hint, nor what it said', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.getByRole('button', { name: 'Hint' }).click();
  await expect(shown(page).getByRole('textbox')).toHaveValue('l');
  await expect(shown(page)).toContainText(hintText);
  // At once: what is not in the log yet waits in the tab.
  await page.reload();
  await expect(shown(page)).toContainText(hintText);
  await expect(shown(page).getByRole('textbox')).toBeFocused();
  await page.keyboard.type('isten()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  expect((await storedEntries(page)).at(-1)).toMatchObject({ kind: 'review', rating: 2, hinted: true });
});

test('an option that a hint ruled out stays ruled out, after a reload and when the answer is undone', async ({
  page,
  ownSite,
}) => {
  await ownSite.write(
    'decks/small.md',
    smallDeck.replace('- [ ] `bind()`', '- [ ] `socket()` — it makes one\n- [ ] `bind()`'),
  );
  await begin(page, `${ownSite.url}${whole}&kinds=choice`);
  const ruledOut = shown(page).getByRole('radio', { disabled: true });
  await page.keyboard.press('h');
  await expect(ruledOut).toHaveCount(1);
  const option = shown(page).getByText('ruled out').locator('..');
  const ruled = await option.innerText();
  await page.reload();
  await expect(option).toHaveText(ruled);
  await expect(shown(page).getByText(/^Hint: Not “/)).toBeVisible();
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  await page.keyboard.press('u');
  await expect(ruledOut).toHaveCount(1);
  await expect(shown(page).getByText(/^Hint: Not “/)).toBeVisible();
});

test('a hint of a log that does not know its text is mentioned', async ({ page }) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.getByRole('button', { name: 'Hint' }).click();
  await expect.poll(async () => (await storedEntries(page)).at(-1)?.kind).toBe('response');
  // As it was written before.
  await page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('ackademy');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('rows', 'readwrite');
          const store = transaction.objectStore('rows');
          const reading = store.getAll();
          reading.onsuccess = () => {
            for (const entry of reading.result as { hints?: unknown }[]) {
              delete entry.hints;
              store.put(entry);
            }
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
  );
  await page.reload();
  await expect(shown(page)).toContainText('You took a hint.');
  await page.keyboard.type('isten()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('✓ Right');
  expect((await storedEntries(page)).at(-1)).toMatchObject({ rating: 2, hinted: true });
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
  await expect(page.getByText('Undone. The question is back.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'undo' }), 'nothing is left to undo').toBeHidden();
  await page.keyboard.press('Space');
  await page.keyboard.press('3');
  await choose(page, 'accept()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '2 of 2, 100 %' })).toBeVisible();
});

test('the grade of a last question that students grade themselves can be undone', async ({ page }) => {
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
  expect((await storedEntries(page)).map(({ kind }) => kind)).toEqual(['quiz', 'review', 'quiz-end']);
});

test('an answer marked correct on an old result counts when it was answered', async ({ page }) => {
  await page.clock.setFixedTime(new Date('2026-11-23T09:00:00'));
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('make_passive()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeVisible();
  await page.clock.setFixedTime(new Date('2026-11-26T09:00:00'));
  await page.getByRole('button', { name: 'I was right' }).click();
  await expect(page.getByText('Counted as right, as you say.')).toBeVisible();
  const answers = (await storedEntries(page)).filter(({ kind }) => kind === 'review');
  expect(answers).toMatchObject([{ rating: 1 }, { rating: 3, selfMarkedCorrect: true }]);
  const [first, marked] = answers.map((entry) => (entry as { at?: number }).at);
  expect(marked).toBe(first);
});
