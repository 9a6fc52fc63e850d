import type { Locator, Page } from '@playwright/test';
import { expectToLookRight } from './looks.ts';
import { expect, question, type Site, storedEntries, test } from './site.ts';

const cards = {
  typed: `## Which call makes a socket passive?  <!-- id: passive -->
**Answer:** \`listen()\`

**Not:** \`accept()\` — it waits on a socket that already listens.
`,
  prose: `## What is the small integer of an open socket called?  <!-- id: fd -->
**Answer:** file descriptor
`,
  order: `## Put the calls in order  <!-- id: calls; order -->
1. \`socket()\`
2. \`bind()\`
3. \`listen()\`

**Extra:** \`connect()\` — that is the client's call
`,
  match: `## Match the error to its cause  <!-- id: errors; match -->
| Error | Cause |
|---|---|
| \`ConnectionRefusedError\` | nothing listens |
| \`TimeoutError\` | nobody answers |
| \`BrokenPipeError\` | the other end has closed |
`,
  cloze: `## The handshake  <!-- id: handshake -->
The server answers a {{1::SYN}} with a {{1::SYN-ACK::two flags}}.
`,
  code: `## Fill in the calls  <!-- id: code -->
\`\`\`python
s = socket({{1::AF_INET}}, {{1::SOCK_STREAM}})
s.{{1::bind}}(('127.0.0.1', 65000))
\`\`\`
`,
  choice: `## Which of these can block?  <!-- id: blocks -->
- [x] \`accept()\` — waits for a connection
- [x] \`recv()\` — waits for data
- [ ] \`bind()\` — returns at once
`,
} as const;

/** Opens the study page of a deck of these cards, with answers to be typed. */
async function study(page: Page, site: Site, ...kinds: (keyof typeof cards)[]): Promise<void> {
  const deck = kinds.map((kind) => cards[kind]).join('\n');
  await site.write('decks/kinds.md', `---\ndeck: kinds\ntitle: Every kind\nlang: python\n---\n\n${deck}`);
  await page.goto(`${site.url}/settings`);
  await page.getByRole('switch', { name: /Type your answers/ }).check();
  await expect.poll(async () => (await storedEntries(page)).length).toBe(1);
  await page.goto(`${site.url}/study/kinds`);
}

/** The last row of the log. */
async function lastEntry(page: Page) {
  return (await storedEntries(page)).at(-1);
}

function choice(page: Page, text: string): Locator {
  return page.locator('[data-choice]').filter({ hasText: text });
}

/** Presses the key of what is to be chosen. */
async function choose(page: Page, text: string): Promise<void> {
  await page.keyboard.press((await choice(page, text).getAttribute('aria-keyshortcuts')) ?? 'none');
}

function said(page: Page): Locator {
  return page.locator('#announcer');
}

const steps = (page: Page) => page.getByRole('grid', { name: 'Steps in your order' }).locator('[data-step]');
const entry = (page: Page, left: string) => page.locator('[data-row]').filter({ hasText: left });
const grades = (page: Page) => page.getByRole('group', { name: 'How well did you know it?' });

async function centre(target: Locator): Promise<{ x: number; y: number }> {
  const box = await target.boundingBox();
  if (!box) throw new Error('It is not on the screen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

async function drag(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const start = await centre(from);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 8 });
}

test('every kind is answered by keyboard alone, graded, and kept in the log', async ({ page, ownSite }) => {
  await study(page, ownSite, 'typed', 'prose', 'order', 'match', 'cloze', 'code', 'choice');
  const answers: Record<string, { answer: () => Promise<void>; entry: Record<string, unknown> }> = {
    'Which call makes a socket passive?': {
      answer: () => page.keyboard.type('listen( )'),
      entry: { response: ['listen( )'], verdict: 'right', credit: 1, rating: 3 },
    },
    'What is the small integer of an open socket called?': {
      answer: () => page.keyboard.type('file descriptr'),
      entry: { response: ['file descriptr'], verdict: 'slip', credit: 1, rating: 2 },
    },
    'Put the calls in order': {
      answer: async () => {
        for (const name of ['socket()', 'bind()', 'listen()']) await choose(page, name);
      },
      entry: { response: ['socket()', 'bind()', 'listen()'], verdict: 'right', credit: 1, rating: 3 },
    },
    'Match the error to its cause': {
      answer: async () => {
        const causes: Record<string, string> = {
          ConnectionRefusedError: 'nothing listens',
          TimeoutError: 'nobody answers',
          BrokenPipeError: 'the other end has closed',
        };
        for (const left of await page.locator('[data-row] [role=gridcell]:first-child').allInnerTexts())
          await choose(page, causes[left] ?? '');
      },
      entry: {
        response: ['nothing listens', 'nobody answers', 'the other end has closed'],
        verdict: 'right',
        credit: 1,
        rating: 3,
      },
    },
    'The handshake': {
      answer: async () => {
        await expect(page.getByRole('textbox', { name: 'Blank 1 of 2' })).toBeFocused();
        await page.keyboard.type('SYN');
        await page.keyboard.press('Enter');
        await expect(page.getByRole('textbox', { name: 'Blank 2 of 2. Hint: two flags' })).toBeFocused();
        await page.keyboard.type('RST');
      },
      entry: { response: ['SYN', 'RST'], verdict: 'wrong', credit: 0.5, rating: 1 },
    },
    'Fill in the calls': {
      answer: async () => {
        for (const text of ['AF_INET', 'SOCK_STREAM', 'bind']) {
          await page.keyboard.type(text);
          if (text !== 'bind') await page.keyboard.press('Tab');
        }
      },
      entry: { response: ['AF_INET', 'SOCK_STREAM', 'bind'], verdict: 'right', credit: 1, rating: 3 },
    },
    'Which of these can block?': {
      answer: async () => {
        const place = await page.getByRole('checkbox').count();
        expect(place).toBe(3);
        const labels = await page.locator('fieldset label').allInnerTexts();
        await page.keyboard.press(String(labels.findIndex((label) => label.includes('recv()')) + 1));
        await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(1);
      },
      entry: { answer: 'recv()', response: ['recv()'], verdict: 'wrong', credit: 0.5, rating: 1 },
    },
  };
  for (let asked = 0; asked < 7; asked += 1) {
    const front = await question(page).innerText();
    const { answer, entry: expected } = answers[front] ?? { answer: () => Promise.reject(new Error(front)) };
    const field = page.getByRole('group', { name: front });
    if (!/block|order|Match/.test(front)) await expect(field.getByRole('textbox').first()).toBeFocused();
    if (front.includes('order')) await expect(choice(page, 'bind()')).toBeVisible();
    if (front.includes('Match')) await expect(page.locator('[data-row]').first()).toBeFocused();
    await answer();
    await page.keyboard.press('Enter');
    await expect(grades(page)).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(grades(page), front).toBeHidden();
    await expect.poll(() => lastEntry(page), front).toMatchObject(expected ?? {});
  }
});

test('steps are moved and taken out by keys, and every change is spoken', async ({ page, ownSite }) => {
  await study(page, ownSite, 'order');
  await expect(choice(page, 'bind()')).toBeVisible();
  await expect(page.getByText('Some may not belong')).toBeVisible();
  await choose(page, 'listen()');
  await expect(said(page)).toHaveText('listen() is now step 1 of 1.');
  await choose(page, 'bind()');
  await choose(page, 'connect()');
  await expect(said(page)).toHaveText('connect() is now step 3 of 3.');
  // Into the list, to its first step; the arrows walk, Alt and the arrows move.
  await page.keyboard.press('ArrowDown');
  await expect(steps(page).nth(0)).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(said(page)).toHaveText('listen() is now step 2 of 3.');
  await expect(steps(page).nth(1), 'the focus goes with it').toBeFocused();
  await expect(steps(page)).toContainText(['bind()', 'listen()', 'connect()']);
  await page.keyboard.press('ArrowDown');
  await expect(steps(page).nth(2)).toBeFocused();
  await page.keyboard.press('Delete');
  await expect(said(page)).toHaveText('connect() is taken out. 2 steps are left.');
  await expect(steps(page).nth(1), 'its neighbour has the focus').toBeFocused();
  await expect(choice(page, 'connect()')).toBeVisible();
  // The key of a step that is placed goes to it.
  await page.keyboard.press('Home');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(said(page)).toHaveText('bind() is the first step already.');
  await page.keyboard.press('Enter');
  await expect(grades(page)).toBeVisible();
  await expect(page.getByText('Not right · 2 of 3')).toBeVisible();
  await expect(page.getByText('A step belongs before step 1, bind(). 1 step is missing.')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => lastEntry(page))
    .toMatchObject({ response: ['bind()', 'listen()'], verdict: 'wrong', rating: 1 });
});

test('steps are placed, moved and taken out with the mouse, by drag and by buttons', async ({
  page,
  ownSite,
}) => {
  await study(page, ownSite, 'order');
  const empty = page.getByText('Nothing is placed yet');
  await drag(page, choice(page, 'listen()'), await centre(empty));
  await page.mouse.up();
  await expect(steps(page)).toContainText(['listen()']);
  await choice(page, 'socket()').click();
  await expect(steps(page)).toContainText(['listen()', 'socket()']);

  const first = await centre(steps(page).nth(0));
  await drag(page, choice(page, 'bind()'), { x: first.x, y: first.y - 8 });
  await page.mouse.up();
  await expect(steps(page)).toContainText(['bind()', 'listen()', 'socket()']);
  await expect(said(page)).toHaveText('bind() is now step 1 of 3.');

  const top = await centre(steps(page).nth(0));
  await drag(page, steps(page).nth(2), { x: top.x, y: top.y - 10 });
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect(steps(page), 'Escape leaves all as it was').toContainText(['bind()', 'listen()', 'socket()']);
  await drag(page, steps(page).nth(2), { x: top.x, y: top.y - 10 });
  await page.mouse.up();
  await expect(steps(page)).toContainText(['socket()', 'bind()', 'listen()']);

  await page.getByRole('button', { name: 'Move bind() down' }).click();
  await expect(steps(page)).toContainText(['socket()', 'listen()', 'bind()']);
  await page.getByRole('button', { name: 'Move bind() up' }).click();
  await drag(page, steps(page).nth(0), await centre(page.locator('[data-pool]')));
  await page.mouse.up();
  await expect(steps(page)).toContainText(['bind()', 'listen()']);
  await expect(choice(page, 'socket()')).toBeVisible();
  await page.getByRole('button', { name: 'Take listen() out' }).click();
  await expect(steps(page)).toHaveCount(1);
});

test('right sides are put into rows by drag, and by keys into the current row', async ({ page, ownSite }) => {
  await study(page, ownSite, 'match');
  await drag(page, choice(page, 'nobody answers'), await centre(entry(page, 'TimeoutError')));
  await page.mouse.up();
  await expect(entry(page, 'TimeoutError')).toContainText('nobody answers');
  await expect(said(page)).toHaveText('TimeoutError: nobody answers. 2 to go.');

  await entry(page, 'BrokenPipeError').click();
  await choose(page, 'nothing listens');
  await expect(entry(page, 'BrokenPipeError')).toContainText('nothing listens');
  await expect(entry(page, 'ConnectionRefusedError'), 'the empty row is next').toBeFocused();

  // Into a row that is filled: what was there goes back.
  await drag(
    page,
    entry(page, 'BrokenPipeError').locator('.draggable'),
    await centre(entry(page, 'TimeoutError')),
  );
  await page.mouse.up();
  await expect(entry(page, 'TimeoutError')).toContainText('nothing listens');
  await expect(choice(page, 'nobody answers')).toBeVisible();
  await expect(entry(page, 'BrokenPipeError')).not.toContainText('nothing listens');

  await entry(page, 'TimeoutError').focus();
  await page.keyboard.press('Backspace');
  await expect(said(page)).toHaveText('TimeoutError is empty again.');
  await choose(page, 'nobody answers');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not right · 1 of 3')).toBeVisible();
});

test('arrow keys, Home and End go from row to row of a match, and keys fill the row they are in', async ({
  page,
  ownSite,
}) => {
  await study(page, ownSite, 'match');
  const entries = page.locator('[data-row]');
  await expect(entries).toHaveCount(3);
  await expect(entries.nth(0)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(entries.nth(0), 'there is no row above the first').toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(entries.nth(1)).toBeFocused();
  await page.keyboard.press('End');
  await expect(entries.nth(2)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(entries.nth(2), 'nor one below the last').toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(entries.nth(1)).toBeFocused();
  await expect(entries.nth(1)).toContainText('Choose below');
  await choose(page, 'nobody answers');
  await expect(entries.nth(1)).toContainText('nobody answers');
  await expect(entries.nth(2), 'the next row that is empty').toBeFocused();
  await page.keyboard.press('Home');
  await expect(entries.nth(0)).toBeFocused();
  await choose(page, 'nothing listens');
  await expect(entries.nth(0)).toContainText('nothing listens');
});

test('a wrong answer says why, and what the student insists on counts as Good', async ({ page, ownSite }) => {
  await study(page, ownSite, 'typed');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('accept');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Not right')).toBeVisible();
  await expect(page.getByText('it waits on a socket that already listens')).toBeVisible();
  await expect(page.getByText('You wrote “accept”.')).toBeAttached();
  await expect(said(page)).toHaveText('Not right. Grade with 1 to 4, or press I if you were right.');
  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: /I was right/, pressed: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => lastEntry(page))
    .toMatchObject({ answer: 'accept', verdict: 'wrong', credit: 0, selfMarkedCorrect: true, rating: 3 });
});

test('what is right and chosen, right and missed, and wrong and chosen are apart, with how the credit came about', async ({
  page,
  ownSite,
}) => {
  await study(page, ownSite, 'choice');
  for (const name of ['accept()', 'bind()']) await page.getByRole('checkbox', { name }).check();
  await page.getByRole('button', { name: 'Show the answer' }).click();
  await expect(grades(page)).toBeVisible();
  const options = page.getByRole('list', { name: 'Options' }).getByRole('listitem');
  for (const [name, sign, words] of [
    ['accept()', '✓', 'your choice, right'],
    ['recv()', '○', 'right, not chosen'],
    ['bind()', '✕', 'your choice, not right'],
  ] as const) {
    const option = options.filter({ hasText: name });
    await expect(option).toContainText(words);
    await expect(option.locator('[aria-hidden]').first()).toHaveText(sign);
  }
  await expect(
    page.getByText('You chose 1 of 2 right options, and 1 wrong one, which takes one off. Credit: 0 of 2.'),
  ).toBeVisible();
});

test('a wrong row of a match says where the right side belongs, and a wrong number whether it is too high', async ({
  page,
  ownSite,
}) => {
  await study(page, ownSite, 'match');
  await expect(page.locator('[data-row]')).toHaveCount(3);
  await page.locator('[data-row]').filter({ hasText: 'TimeoutError' }).focus();
  await choose(page, 'nothing listens');
  await page.keyboard.press('Enter');
  await expect(page.getByText('nothing listens belongs to ConnectionRefusedError.')).toBeVisible();

  await ownSite.write(
    'decks/kinds.md',
    '---\ndeck: kinds\ntitle: Kinds\n---\n\n## The highest port  <!-- id: port -->\n**Answer:** 65535\n',
  );
  await page.goto(`${ownSite.url}/study/kinds`);
  await page.getByRole('textbox').fill('70000');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The right number is lower.')).toBeVisible();
});

test('of what is close the student decides', async ({ page, ownSite }) => {
  await study(page, ownSite, 'typed');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('LISTEN()');
  await page.keyboard.press('Enter');
  await expect(page.getByText('≈ Close: you decide')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(said(page), 'nothing is proposed').toHaveText(
    'You decide: grade with 1 to 4, or press I if you were right.',
  );
  await page.keyboard.press('2');
  await expect.poll(() => lastEntry(page)).toMatchObject({ verdict: 'close', rating: 2 });
  expect(await lastEntry(page)).not.toHaveProperty('selfMarkedCorrect');
});

test('the answer can be shown without one of one’s own, and then nothing is graded', async ({
  page,
  ownSite,
}) => {
  await study(page, ownSite, 'prose', 'typed');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(grades(page)).toBeVisible();
  await expect(page.getByText('Not right')).toHaveCount(0);
  await page.keyboard.press('4');
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('something');
  await page.getByRole('button', { name: 'Show the answer' }).click();
  await page.keyboard.press('3');
  await expect.poll(() => lastEntry(page)).toMatchObject({ kind: 'review', rating: 3 });
  for (const stored of await storedEntries(page)) expect(stored).not.toHaveProperty('verdict');
});

test('undo brings the card back, empty', async ({ page, ownSite }) => {
  await study(page, ownSite, 'prose', 'typed');
  const front = await question(page).innerText();
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.keyboard.type('wrong');
  await page.keyboard.press('Enter');
  await page.keyboard.press('1');
  await expect(question(page)).not.toHaveText(front);
  await page.getByRole('button', { name: 'undo' }).click();
  await expect(question(page)).toHaveText(front);
  await expect(page.getByRole('textbox')).toHaveValue('');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  test('steps are placed by a tap, moved by buttons of 44 px, and dragged by their grip', async ({
    page,
    ownSite,
  }) => {
    await study(page, ownSite, 'order');
    for (const name of ['listen()', 'socket()', 'bind()']) await choice(page, name).tap();
    await expect(steps(page)).toContainText(['listen()', 'socket()', 'bind()']);
    const up = page.getByRole('button', { name: 'Move socket() up' });
    const box = await up.boundingBox();
    expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(44);
    await up.tap();
    await expect(steps(page)).toContainText(['socket()', 'listen()', 'bind()']);

    await touchDrag(page, steps(page).nth(1).locator('[data-grip]'), steps(page).nth(2));
    await expect(steps(page)).toContainText(['socket()', 'bind()', 'listen()']);
    await page.getByRole('button', { name: 'Check' }).tap();
    await expect(page.getByText('✓ Right')).toBeVisible();
  });

  test('a right side is dragged into any row', async ({ page, ownSite }) => {
    await study(page, ownSite, 'match');
    await expect(entry(page, 'BrokenPipeError')).toBeVisible();
    await touchDrag(
      page,
      choice(page, 'the other end has closed').locator('[data-grip]'),
      entry(page, 'BrokenPipeError'),
    );
    await expect(entry(page, 'BrokenPipeError')).toContainText('the other end has closed');
  });
});

/** From the middle of one element to the lower part of another, as a finger goes. */
async function touchDrag(page: Page, from: Locator, to: Locator): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const start = await centre(from);
  const box = await to.boundingBox();
  const end = { x: (await centre(to)).x, y: (box?.y ?? 0) + (box?.height ?? 0) * 0.8 };
  // Seconds. Slowly: what is thrown makes the browser ignore the next tap.
  let timestamp = Date.now() / 1000;
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at: { x: number; y: number } | null) =>
    client.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: at ? [at] : [],
      timestamp: (timestamp += 0.2),
    });
  await touch('touchStart', start);
  for (let step = 1; step <= 8; step += 1)
    await touch('touchMove', {
      x: start.x + ((end.x - start.x) * step) / 8,
      y: start.y + ((end.y - start.y) * step) / 8,
    });
  await touch('touchEnd', null);
  await client.detach();
}

for (const kind of ['typed', 'order', 'match', 'cloze', 'code', 'choice'] as const)
  test(`a question of the kind ${kind}, asked and graded, fits and has no axe violation`, async ({
    page,
    ownSite,
  }) => {
    test.setTimeout(90_000);
    await study(page, ownSite, kind);
    if (kind === 'order' || kind === 'match') {
      await expect(page.locator('[data-pool]')).toBeVisible();
      await page.keyboard.press('1');
      await page.keyboard.press('2');
    } else if (kind === 'choice') await page.keyboard.press('1');
    else {
      await expect(page.getByRole('textbox').first()).toBeFocused();
      await page.keyboard.type('accept');
    }
    await expectToLookRight(page, 'asked');
    await page
      .getByRole('button', { name: /^(Check|Show the answer)/ })
      .first()
      .click();
    await expect(grades(page)).toBeVisible();
    await expectToLookRight(page, 'graded');
  });
