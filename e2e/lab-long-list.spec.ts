import { expect } from '@playwright/test';
import { openLab, program, prompt } from './lab.ts';
import { test } from './site.ts';

test('a long list of calls draws the newest, and brings the earlier ones at a press or when they are searched for', async ({
  page,
  course,
}) => {
  await openLab(page, course.url);
  const list = program(page, 'server').getByRole('list', { name: 'Calls of server so far' });
  const input = await prompt(page, 'server');
  const most = 130;
  for (let number = 1; number <= most; number += 1) {
    await input.fill(`n${String(number)} = 1`);
    await input.press('Enter');
    await expect(list.getByText(`n${String(number)} = 1`, { exact: true })).toBeVisible();
  }
  const lines = list.getByRole('listitem').filter({ has: page.locator('code') });
  expect(await lines.count()).toBeLessThanOrEqual(60);
  await expect(lines.last()).toBeInViewport();

  await list.getByRole('button', { name: 'Show earlier lines' }).press('Enter');
  await expect(list).toBeFocused();
  await expect(lines).toHaveCount(90);
  const searched = list.locator('[hidden="until-found"]');
  await expect(searched).toContainText('n1 = 1');
  // What the browser does when its own search finds something there.
  await searched.dispatchEvent('beforematch');
  await expect(lines).toHaveCount(most);
  await expect(searched).toHaveCount(0);
});
