import { expect } from '@playwright/test';
import { call, line, openLab, program } from './lab.ts';
import { test } from './site.ts';

test('who calls what waits keeps the focus: at the note meanwhile, and at the prompt once it has returned', async ({
  page,
  course,
}) => {
  await openLab(page, course.url);
  const server = program(page, 'server');
  const note = server.getByText('This thread is in a call.');
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await call(page, 'server', 'conn, addr = s.accept()');
  await expect(note).toBeFocused();
  // As a guided lab does, without the focus going there.
  const client = program(page, 'client');
  for (const name of ['c = socket(AF_INET, SOCK_STREAM)', "c.connect(('127.0.0.1', 65000))"])
    await client.getByRole('button', { name, exact: true }).evaluate((button: HTMLElement) => button.click());
  await expect(line(page, 'server', 's.accept()')).toContainText('fd 4');
  await expect(server.getByRole('textbox')).toBeFocused();

  await server.getByRole('button', { name: 'conn.recv(1024)', exact: true }).press('Enter');
  await expect(note).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(server.getByRole('button', { name: 'Interrupt' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(line(page, 'server', 'conn.recv')).toContainText('KeyboardInterrupt');
  const calls = server.getByRole('group', { name: 'Calls of server' });
  await expect(calls.getByRole('button').first()).toBeFocused();
});

test('a focus that went on is not fetched back by a call that returns', async ({ page, course }) => {
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await call(page, 'server', 'conn, addr = s.accept()');
  await call(page, 'client', 'c = socket()');
  await call(page, 'client', "c.connect(('127.0.0.1', 65000))");
  await expect(line(page, 'server', 's.accept()')).toContainText('fd 4');
  await expect(program(page, 'client').getByRole('textbox')).toBeFocused();
});

for (const path of ['/lab', '/lab/echo'])
  test(`the bar of time of ${path} stays at the lower edge, whatever is above it`, async ({
    page,
    course,
  }) => {
    await page.setViewportSize({ width: 1440, height: 1100 });
    await openLab(page, course.url, path);
    const bar = page.getByRole('group', { name: 'Time travel' }).locator('..');
    const bottom = () => bar.evaluate((element) => Math.round(element.getBoundingClientRect().bottom));
    expect(await bottom()).toBe(1100);
    await page.setViewportSize({ width: 1440, height: 700 });
    expect(await bottom()).toBe(700);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    expect(await bottom()).toBe(700);
  });
