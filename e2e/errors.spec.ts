import { openLab, prompt } from './lab.ts';
import { expect, test } from './site.ts';

test('a pasted traceback is explained by its call and its error', async ({ page, site }) => {
  await page.goto(`${site.url}/labs`);
  await page.getByRole('link', { name: 'An error in a program of your own, explained' }).click();
  const field = page.getByRole('textbox', { name: 'Paste an error or a traceback' });
  await field.fill(
    [
      'Traceback (most recent call last):',
      '  File "client.py", line 5, in <module>',
      "    s.connect(('127.0.0.1', 65000))",
      'ConnectionRefusedError: [Errno 111] Connection refused',
    ].join('\n'),
  );
  await expect(page.locator('main').getByRole('status')).toContainText('No socket listens on port 65000');
  await field.fill('nothing of the kind');
  await expect(page.locator('main').getByRole('status')).toContainText('This names no error');
});

test('the palette explains a number of Windows, and says what is otherwise there', async ({ page, site }) => {
  await page.goto(site.url);
  await page.getByRole('button', { name: 'Go to a page, deck or card' }).click();
  await page.getByPlaceholder('Go to a page, deck or card').fill('OSError: [WinError 10048] Only one usage');
  await page.getByRole('menuitem', { name: 'Why: WinError 10048, EADDRINUSE' }).click();
  await expect(page.getByRole('heading', { name: 'WinError 10048: EADDRINUSE' })).toBeVisible();
  await expect(page.locator('main')).toContainText('SO_EXCLUSIVEADDRUSE');
});

test('an error that is pasted at the prompt of the lab is explained there', async ({ page, site }) => {
  await openLab(page, site.url);
  const input = await prompt(page, 'client');
  await input.fill('ConnectionResetError: [WinError 10054] Eine vorhandene Verbindung wurde geschlossen');
  await input.press('Enter');
  await expect(page.getByRole('alert').first()).toContainText('This is an error, not a call');
  await expect(page.getByRole('alert').first()).toContainText('WinError 10054: ECONNRESET');
});
