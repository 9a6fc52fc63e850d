import {
  answer,
  atOnce,
  expect,
  openStudy,
  question,
  smallDeck,
  storedEntries,
  studyToTheEnd,
  test,
} from './site.ts';

const morning = new Date('2026-11-23T09:00:00');
const nextMorning = new Date('2026-11-24T09:00:00');

test('a student studies a deck to the end of the day by keyboard alone', async ({ page }) => {
  await page.clock.setFixedTime(morning);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: '7 new' })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/study\/small/);
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  // Seven new cards, each with two learning steps.
  expect(await studyToTheEnd(page)).toBe(14);
  await expect(page.getByText('7 questions done today.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing is due' })).toBeVisible();
  expect(await storedEntries(page)).toHaveLength(14);
});

test('the cards that are due the next day come back the next day', async ({ page }) => {
  await page.clock.setFixedTime(morning);
  await openStudy(page);
  await answer(page, '4');
  await answer(page, '3');
  await studyToTheEnd(page);

  await page.clock.setFixedTime(nextMorning);
  await page.goto('/');
  await expect(page.getByRole('heading', { name: /due|Nothing/ })).toContainText('Nothing is due');

  // Good twice: two days, more or less; Easy: eight.
  await page.clock.setFixedTime(new Date('2026-11-26T09:00:00'));
  await page.goto('/');
  await expect(page.getByRole('heading', { name: '6 due' })).toBeVisible();
});

test('every kind of card shows its question first and its answer on demand', async ({ page }) => {
  await openStudy(page);
  const card = page.getByRole('article', { name: 'Card' });
  const seen: string[] = [];
  for (let index = 0; index < 7; index += 1) {
    const text = await question(page).innerText();
    seen.push(text);
    const before = await card.innerText();
    if (text.includes('block')) {
      await page.keyboard.press('1');
      await expect(card.getByRole('radio', { checked: true })).toHaveCount(1);
    }
    if (text.includes('SYN')) expect(before).toContain('two flags');
    if (text.includes('order')) expect(before).toContain('connect()');
    await page.keyboard.press('Space');
    await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
    const after = await card.innerText();
    expect(after, text).not.toBe(before);
    if (text.includes('bind()')) expect(after).toContain('without it the kernel picks a port');
    if (text.includes('passive')) expect(after).toContain('it waits on a socket that already listens');
    if (text.includes('block')) {
      expect(after).toContain('returns at once');
      const isRight = after.includes('✓ Right');
      expect(after).toContain(isRight ? '✓ Right' : '✕ Not right');
      await page.keyboard.press(isRight ? '3' : '1');
      await expect
        .poll(async () => (await storedEntries(page)).at(-1))
        .toMatchObject({
          verdict: isRight ? 'right' : 'wrong',
          answer: isRight ? 'accept()' : 'bind()',
          response: [isRight ? 'accept()' : 'bind()'],
          credit: isRight ? 1 : 0,
        });
      continue;
    }
    if (text.includes('Fill in')) expect(after).toContain('bind');
    await page.keyboard.press('3');
    await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeHidden();
  }
  expect(new Set(seen).size).toBe(7);
});

test('a reload in the middle goes on with the same card', async ({ page }) => {
  await openStudy(page);
  await answer(page, '3');
  await answer(page, '3');
  const before = await question(page).innerText();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await expect(question(page)).toHaveText(before);
  await expect(page.getByText('2 learning, 5 new')).toBeVisible();
});

test('the page arrives with the next card in it, readable without scripts', async ({
  page,
  browser,
  baseURL,
}) => {
  await openStudy(page);
  await answer(page, '4');
  await expect(page.getByText('6 new')).toBeVisible();
  const next = await question(page).innerText();
  const { cookies } = await page.context().storageState();
  const context = await browser.newContext({
    javaScriptEnabled: false,
    storageState: { cookies, origins: [] },
  });
  const bare = await context.newPage();
  await bare.goto(`${baseURL}/study/small`);
  await expect(bare.getByRole('heading', { level: 2 })).toHaveText(next);
  await expect(bare.locator('noscript p')).toBeVisible();
  await bare.goto(`${baseURL}/decks/small`);
  await bare.locator('noscript a').click();
  await bare.getByText('What does bind() do?').click();
  await expect(bare.getByText('address and port')).toBeVisible();
  await context.close();
});

test('undo goes back as far as the log, also from the last screen and after a reload', async ({ page }) => {
  await page.clock.setFixedTime(morning);
  await openStudy(page);
  const first = await question(page).innerText();
  const answers = await studyToTheEnd(page);
  await page.reload();
  await expect(
    page
      .getByRole('heading', { name: 'Nothing is due' })
      .or(page.getByRole('heading', { name: 'Done for today' })),
  ).toBeVisible();
  for (let undone = 1; undone <= answers; undone += 1) {
    await page.keyboard.press('u');
    await expect
      .poll(async () => (await storedEntries(page)).filter(({ kind }) => kind === 'undo').length)
      .toBe(undone);
  }
  await expect(question(page)).toHaveText(first);
  await expect(page.getByText('7 new')).toBeVisible();
  await page.keyboard.press('u');
  await expect(page.getByText('Nothing to undo.')).toBeAttached();
});

test('a card can be put off until tomorrow, or suspended until it is resumed', async ({ page }) => {
  await page.clock.setFixedTime(morning);
  await openStudy(page);
  const first = await question(page).innerText();
  await page.keyboard.press('s');
  await expect(question(page)).not.toHaveText(first);
  await expect(page.getByText(`Put off until tomorrow: “${first}”.`)).toBeVisible();
  const second = await question(page).innerText();
  await page.keyboard.press('x');
  await expect(question(page)).not.toHaveText(second);
  await expect(page.getByText(`Suspended: “${second}”.`)).toBeVisible();

  await page.clock.setFixedTime(nextMorning);
  await page.goto('/decks/small');
  await expect(page.getByRole('listitem').filter({ hasText: second })).toContainText('Suspended');
  await page.getByLabel('State', { exact: true }).selectOption('Suspended');
  await expect(page.getByText('1 of 7 cards')).toBeVisible();
  await page.getByText(second).click();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText('No card fits.')).toBeVisible();
  await page.goto('/');
  await expect(page.getByRole('heading', { name: '7 new' })).toBeVisible();
});

test('what S, X and U did is said on the screen, with undo next to it, until the next answer', async ({
  page,
}) => {
  await openStudy(page);
  const first = await question(page).innerText();
  const done = page.getByRole('main').getByRole('status');
  for (const [key, said, undone] of [
    ['s', 'Put off until tomorrow', 'No longer put off'],
    ['x', 'Suspended', 'No longer suspended'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(done).toContainText(`${said}: “${first}”`);
    await done.getByRole('button', { name: 'Undo' }).click();
    await expect(question(page)).toHaveText(first);
    await expect(done).toHaveText(`Undone. ${undone}: “${first}”.`);
  }
  await answer(page, '3');
  await expect(done).toHaveText('');
  await page.keyboard.press('u');
  await expect(done).toHaveText(`Undone. Asked again: “${first}”.`);
  await page.keyboard.press('u');
  await expect(done).toHaveText('Nothing to undo.');
});

test('at the end of the day ten more new cards can be asked for, on that day alone', async ({
  page,
  ownSite,
}) => {
  const cards = Array.from(
    { length: 40 },
    (_, at) => `## Question ${String(at)}  <!-- id: q${String(at)} -->\nAnswer ${String(at)}\n`,
  );
  await ownSite.write('decks/many.md', `---\ndeck: many\ntitle: Many\n---\n\n${cards.join('\n')}`);
  await page.clock.setFixedTime(morning);
  await openStudy(page, `${ownSite.url}/study/many`);
  for (let at = 0; at < 20; at += 1) await answer(page, '4');
  await expect(page.getByRole('heading', { name: 'Done with this deck' })).toBeVisible();
  await page.getByRole('button', { name: '10 more new cards' }).click();
  await expect(question(page)).toHaveText('Question 20');
  await expect(page.getByText('10 new', { exact: true })).toBeVisible();
  await page.clock.setFixedTime(new Date('2026-11-23T10:00:00'));
  await page.reload();
  await expect(page.getByText('10 new', { exact: true })).toBeVisible();
  await answer(page, '4');
  for (let at = 0; at < 9; at += 1) await answer(page, '4');
  await expect(page.getByRole('button', { name: '10 more new cards' })).toBeVisible();
  await page.keyboard.press('m');
  await expect(question(page)).toHaveText('Question 30');
  await page.clock.setFixedTime(nextMorning);
  await page.goto(`${ownSite.url}/study/many`);
  await expect(page.getByText('10 new', { exact: true }), 'the ten that are left').toBeVisible();
});

test('files and lines are shown to authors: on this computer, or after E', async ({ page, site }) => {
  const places = page.getByText(/small\.md/);
  await openStudy(page);
  await expect(places).toBeVisible();
  // As a proxy passes on the address that a student comes from.
  await page.setExtraHTTPHeaders({ 'x-forwarded-for': '192.0.2.7' });
  for (const path of ['/study/small', '/quiz/small?length=all&seed=3', '/decks/small']) {
    await page.goto(`${site.url}${path}`);
    if (path.startsWith('/quiz')) await page.getByRole('button', { name: 'Begin' }).click();
    await expect(
      page.getByRole('heading', { level: 2 }).or(page.getByRole('searchbox')).first(),
    ).toBeVisible();
    await expect(places).toHaveCount(0);
  }
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('Go to a page, deck or card').fill('bind');
  await expect(page.getByRole('menuitem', { name: /What does bind/ })).toContainText('Card');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByText('small.md:7')).toBeVisible();
  await openStudy(page);
  await expect(places).toBeVisible();
});

test('two tabs neither lose nor double an answer', async ({ page, context }) => {
  await openStudy(page);
  const other = await context.newPage();
  await openStudy(other);
  const first = await question(page).innerText();
  await expect(question(other)).toHaveText(first);

  await answer(page, '4');
  await expect(question(other), 'the other tab learns of the answer').not.toHaveText(first);
  await expect(other.getByText('in another tab'), 'it had not begun with it').toHaveCount(0);
  for (const tab of [other, page, other]) {
    const before = await question(page).innerText();
    await expect(question(other)).toHaveText(before);
    await answer(tab, '4');
    await expect(question(page)).not.toHaveText(before);
  }
  await expect(page.getByText('3 new')).toBeVisible();
  await expect(other.getByText('3 new')).toBeVisible();
  expect(await storedEntries(page)).toHaveLength(4);
});

test('a card that is answered in another tab while its answer is read goes, and the page says why', async ({
  page,
  context,
}) => {
  await openStudy(page);
  const other = await context.newPage();
  await openStudy(other);
  const first = await question(page).innerText();
  await other.keyboard.press('Space');
  await answer(page, '4');
  await expect(question(other)).not.toHaveText(first);
  const said = other.getByText(`You answered “${first}” in another tab. That answer counts.`);
  await expect(said).toBeVisible();
  await expect(page.getByText('in another tab')).toHaveCount(0);
  await answer(other, '4');
  await expect(said, 'the next answer is this tab’s own').toHaveCount(0);
  await other.keyboard.press('Space');
  await page.keyboard.press('x');
  await expect(other.getByText('was put off or undone in another tab.')).toBeVisible();
});

test('of two tabs that grade a card in the same instant one counts, and the other says so', async ({
  page,
  context,
}) => {
  await openStudy(page);
  const other = await context.newPage();
  await openStudy(other);
  const tabs = [page, other];
  for (let cards = 1; cards <= 7; cards += 1) {
    const text = await question(page).innerText();
    for (const tab of tabs) {
      await expect(question(tab)).toHaveText(text);
      await tab.keyboard.press('Space');
      await expect(tab.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
    }
    await atOnce(tabs, { press: '4' });
    for (const tab of tabs)
      await expect(tab.getByRole('group', { name: 'How well did you know it?' })).toBeHidden();
    const reported = () =>
      Promise.all(
        tabs.map((tab) => tab.locator('main').getByText(`You answered “${text}” in another tab.`).count()),
      );
    await expect.poll(reported, 'it is seen').toContain(1);
    expect((await reported()).filter((count) => count > 0)).toHaveLength(1);
    expect(await storedEntries(page)).toHaveLength(cards);
  }
});

test('an edited deck is live in an open page, and progress stays', async ({ page, ownSite }) => {
  await openStudy(page, `${ownSite.url}/study/small`);
  await answer(page, '4');
  await expect(question(page)).toHaveText('Which call makes a socket passive?');
  await ownSite.write(
    'decks/small.md',
    smallDeck.replace('Which call makes a socket passive?', 'What makes a socket listen?'),
  );
  await expect(question(page)).toHaveText('What makes a socket listen?');
  await expect(page.getByText('6 new')).toBeVisible();
});

test('a card that leaves the deck is listed as retired, with its history', async ({ page, ownSite }) => {
  await openStudy(page, `${ownSite.url}/study/small`);
  await answer(page, '4');
  await ownSite.write('decks/small.md', smallDeck.replace('id: bind;', 'id: bind-new;'));
  await page.goto(`${ownSite.url}/decks/small`);
  await page.getByText('1 retired card').click();
  await expect(page.getByText('small/bind', { exact: true })).toBeVisible();
});

test('practice goes through everything and does not count', async ({ page }) => {
  await page.clock.setFixedTime(morning);
  await openStudy(page);
  await studyToTheEnd(page);
  await page.clock.setFixedTime(new Date(morning.getTime() + 60_000));
  await page.getByRole('link', { name: 'Practise anyway' }).click();
  await expect(page.getByText('answers do not count')).toBeVisible();
  expect(await studyToTheEnd(page)).toBe(7);
  const entries = await storedEntries(page);
  expect(entries.filter(({ kind }) => kind === 'practice')).toHaveLength(7);
  await page.goto('/study/small');
  await expect(page.getByText('7 questions done today')).toBeVisible();
});

test('keys pressed while an answer is being written are done after it', async ({ page }) => {
  await openStudy(page);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: /Good/ })).toBeVisible();
  // Within one task, so that nothing can have been written in between.
  await page.evaluate(() => {
    for (const key of ['3', ' ', '4', ' ', '3'])
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  await expect(async () => expect(await storedEntries(page)).toHaveLength(3)).toPass();
  const entries = await storedEntries(page);
  expect(entries.map((entry) => (entry.kind === 'review' ? entry.rating : entry.kind))).toEqual([3, 4, 3]);
  expect(new Set(entries.map((entry) => ('card' in entry ? entry.card : ''))).size).toBe(3);
});

test('U in practice takes back what was practised, and no answer that counts', async ({ page }) => {
  await openStudy(page);
  await answer(page, '4');
  await page.goto('/study/small?mode=practice');
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await page.keyboard.press('u');
  await expect(
    page.locator('#announcer, [role=status]').filter({ hasText: 'Nothing to undo in this round.' }),
  ).toHaveCount(1);
  await answer(page, '3');
  await page.keyboard.press('u');
  await expect(async () => expect(await storedEntries(page)).toHaveLength(3)).toPass();
  expect((await storedEntries(page)).map(({ kind }) => kind)).toEqual(['review', 'practice', 'undo']);
});

test('the keys are one key away, and the palette jumps to a card', async ({ page }) => {
  await openStudy(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('e');
  await expect(page.getByText(/decks\/small\.md:7/)).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('no such words');
  await expect(page.getByText('Nothing has all of these words.')).toBeVisible();
  await page.getByRole('searchbox').fill('nobody errors');
  await expect(page.getByRole('menuitem')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/decks\/small#errors/);
  await expect(page.getByText('nobody answers')).toBeVisible();
});

test('the palette forgives a slip, changes colours, leads to settings and exports the log', async ({
  page,
}) => {
  await openStudy(page);
  await answer(page, '4');
  const open = async (words: string) => {
    await page.keyboard.press('Control+k');
    await page.getByRole('searchbox').fill(words);
  };
  await open('drak');
  await page.getByRole('menuitem', { name: 'Dark colours' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('button', { name: 'Colours: dark. Change to system' })).toBeVisible();
  await open('exprot');
  const saving = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Export your answers' }).click();
  expect((await saving).suggestedFilename()).toMatch(/^ackademy-.*\.jsonl$/);
  await open('learning stpes');
  await page.getByRole('menuitem', { name: 'Schedule' }).click();
  await expect(page).toHaveURL(/settings#schedule$/);
  await open('sutdy small');
  await page.getByRole('menuitem', { name: 'Study A small deck' }).click();
  await expect(page).toHaveURL(/study\/small/);
});

test('study goes on without the server, to the last screen and back', async ({ page, context, allowed }) => {
  allowed.push(/ERR_INTERNET_DISCONNECTED|ChunkLoadError/);
  await openStudy(page);
  await answer(page, '4');
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  for (let left = 6; left > 0; left -= 1) await answer(page, '4');
  await expect(page.getByRole('heading', { name: 'Done for today' })).toBeFocused();
  await page.keyboard.press('u');
  await expect(question(page)).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByText('Check that the server runs')).toBeVisible();
  await expect(question(page), 'the rest of the page stays').toBeVisible();
  expect(await storedEntries(page)).toHaveLength(8);
});

test('Space pressed before the cards have come shows the answer when they have', async ({ page }) => {
  let send = () => {};
  const held = new Promise<void>((resolve) => (send = resolve));
  await page.route('**/api/decks/small*', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest('**/api/decks/small*');
  await page.goto('/study/small', { waitUntil: 'commit' });
  await asked;
  // The page comes alive part by part; each key before the cards have come asks for the same.
  for (let frame = 0; frame < 20; frame += 1) {
    await page.keyboard.press('Space');
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeDisabled();
  send();
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
  expect(await storedEntries(page)).toHaveLength(0);
});

test('the next question has the focus, so that it is read out', async ({ page }) => {
  await openStudy(page);
  await answer(page, '4');
  await expect(question(page)).toBeFocused();
});

test('nothing of what typing needs is fetched unless the student types', async ({ page }) => {
  const fetched: string[] = [];
  page.on('response', (response) => {
    if (response.url().endsWith('.js'))
      void response.text().then(
        (text) => fetched.push(text),
        () => undefined,
      );
  });
  const holdsTyping = () => fetched.some((text) => text.includes('Separate them with commas'));
  await openStudy(page);
  await answer(page, '4');
  await page.waitForLoadState('networkidle');
  expect(fetched.length).toBeGreaterThan(5);
  expect(holdsTyping()).toBe(false);
  await page.goto('/settings');
  await page.getByRole('switch', { name: /Type your answers/ }).check();
  await expect.poll(async () => (await storedEntries(page)).length).toBe(2);
  await page.goto('/study/small');
  await expect.poll(holdsTyping, 'the words looked for are in what typing needs').toBe(true);
});
