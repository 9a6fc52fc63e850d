import { expectToFit, expectToLookRight } from './looks.ts';
import { begin, choose, next, shown, whole } from './quiz.ts';
import { expect, smallDeck, test } from './site.ts';

test('where nothing was answered the result offers to go on, and there is nothing to print', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=typed,cloze`);
  await page.getByRole('button', { name: 'End it here' }).click();
  await expect(page.getByRole('heading', { name: 'Nothing was answered' })).toBeFocused();
  await expect(page.getByText('It had 2 questions.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Print' })).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Go on with it' })).toBeFocused();
});

test('the parts of a long result are in two columns of like length, and in one on a phone', async ({
  page,
  course,
}) => {
  test.setTimeout(90_000);
  await begin(page, `${course.url}/quiz/sockets?mode=test&length=all&seed=1`);
  await page.getByRole('button', { name: 'Hand in' }).click();
  await page.keyboard.press('Enter');
  const tables = page.getByRole('table');
  await expect(tables).toHaveCount(3);
  await expect(tables.nth(1)).toHaveAccessibleName(/^By topic, 1 to \d+$/);
  const boxes = () =>
    tables.evaluateAll((all) =>
      all.map((table) => {
        const { left, bottom } = table.getBoundingClientRect();
        return { left, bottom };
      }),
    );
  await page.setViewportSize({ width: 1440, height: 900 });
  const [kinds, first, rest] = await boxes();
  expect(first?.left).toBe(kinds?.left);
  expect(rest?.left).toBeGreaterThan(first?.left ?? NaN);
  expect(Math.abs((rest?.bottom ?? NaN) - (first?.bottom ?? NaN)), 'no hole').toBeLessThan(120);
  for (const width of [768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expectToFit(page, `the result at ${String(width)} px`);
  }
  expect(new Set((await boxes()).map(({ left }) => left)).size).toBe(1);
});

test('of an answer whose card has changed the result says so, and shows what is right now', async ({
  page,
  ownSite,
}) => {
  await begin(page, `${ownSite.url}${whole}&kinds=choice`);
  await choose(page, 'bind()');
  await page.keyboard.press('Enter');
  await next(page).click();
  await expect(page.getByRole('heading', { name: '0 of 1, 0 %' })).toBeFocused();
  await ownSite.write('decks/small.md', smallDeck.replace('- [ ] `bind()`', '- [ ] `socket()`'));
  await page.reload();
  const miss = page.getByRole('region', { name: 'Missed: 1' });
  await expect(miss).toContainText('The card has changed since you answered it with “bind()”.');
  await expect(miss).not.toContainText('You gave no answer.');
  await expect(miss).toContainText('waits for a connection');
  await expect(shown(page)).toHaveCount(0);
  await expectToLookRight(page, 'the result of a card that has changed');
});

test('a close answer marked correct is no longer to be decided, and not among the number of misses', async ({
  page,
}) => {
  await begin(page, `${whole}&kinds=typed`);
  await page.keyboard.type('LISTEN()');
  await page.keyboard.press('Enter');
  await expect(shown(page)).toContainText('Close: you decide');
  await page.keyboard.press('i');
  await expect(shown(page)).toContainText('Counted as right, as you say.');
  await expect(shown(page)).not.toContainText('you decide');
  await page.keyboard.press('Enter');
  const misses = page.getByRole('region', { name: 'Missed: 0 · counted as right, as you say: 1' });
  await expect(misses.getByRole('listitem')).not.toContainText('you decide');
});
