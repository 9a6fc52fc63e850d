import { expect, type Locator } from '@playwright/test';
import { openLab, program, wire } from './lab.ts';
import { test } from './site.ts';

test.describe.configure({ timeout: 60_000 });

/** The echo, call by call: which program makes it, its button, and what stands beside it then. */
const echo: readonly (readonly ['server' | 'client', string, RegExp])[] = [
  ['server', 's = socket(AF_INET, SOCK_STREAM)', /fd 3/],
  ['server', "s.bind(('127.0.0.1', 65000))", /None/],
  ['server', 's.listen()', /None/],
  ['server', 'conn, addr = s.accept()', /waits/],
  ['client', 'c = socket(AF_INET, SOCK_STREAM)', /fd 3/],
  ['client', "c.connect(('127.0.0.1', 65000))", /None/],
  ['client', "c.sendall(b'Hello world')", /None/],
  ['server', 'conn.recv(1024)', /b'Hello world'/],
  ['client', 'c.close()', /None/],
];

function line(who: Locator, text: string): Locator {
  return who.getByRole('listitem').filter({ hasText: text }).last();
}

test('a student clicks from socket to close', async ({ page, course }) => {
  await openLab(page, course.url);
  for (const [name, call, result] of echo) {
    const who = program(page, name);
    await who
      .getByRole('group', { name: `Calls of ${name}` })
      .getByRole('button', { name: call, exact: true })
      .click();
    await expect(line(who, call)).toContainText(result);
  }
  await expect(line(program(page, 'server'), 'conn, addr = s.accept()')).toContainText("(fd 4, ('127.0.0.1'");
  await expect(wire(page).getByRole('option', { name: /client sends server SYN$/ })).toBeVisible();
  await expect(wire(page).getByRole('option', { name: /server sends client SYN · ACK/ })).toBeVisible();
  await expect(wire(page).getByRole('option', { name: /PSH · ACK 11 B/ })).toBeVisible();
});
