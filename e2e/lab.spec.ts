import { readFile } from 'node:fs/promises';
import { expect, type Page } from '@playwright/test';
import { call, connect, line, onWire, openLab, program, ready, wire } from './lab.ts';
import { test } from './site.ts';

type Name = 'server' | 'client';

/** The echo, call by call: which program makes it, its button, and what is next to it then. */
const echo: readonly (readonly [Name, string, string])[] = [
  ['server', 's = socket(AF_INET, SOCK_STREAM)', 'fd 3'],
  ['server', "s.bind(('127.0.0.1', 65000))", 'None'],
  ['server', 's.listen(1)', 'None'],
  ['server', 'conn, addr = s.accept()', 'waits'],
  ['client', 'c = socket(AF_INET, SOCK_STREAM)', 'fd 3'],
  ['client', "c.connect(('127.0.0.1', 65000))", 'None'],
  ['client', "c.sendall(b'Hello world')", 'None'],
  ['server', 'conn.recv(1024)', "b'Hello world'"],
  ['server', "conn.sendall(b'Hello world')", 'None'],
  ['client', 'c.recv(1024)', "b'Hello world'"],
  ['client', 'c.close()', 'None'],
  ['server', 'conn.recv(1024)', "b''"],
  ['server', 'conn.close()', 'None'],
];

async function theEchoIsThere(page: Page): Promise<void> {
  await expect(line(page, 'server', 's.accept()')).toContainText("(fd 4, ('127.0.0.1'");
  const diagram = wire(page).getByRole('listbox');
  await diagram.focus();
  await page.keyboard.press('Home');
  await expect(onWire(page, /^client sends server SYN$/)).toBeVisible();
  await expect(onWire(page, /^server sends client SYN · ACK$/)).toBeVisible();
  await page.keyboard.press('End');
  await expect(onWire(page, /^server sends client FIN · ACK$/)).toBeVisible();
  await expect(program(page, 'client').getByText('TIME-WAIT')).toBeVisible();
}

test('a student clicks from socket to close, with the likeliest call first', async ({ page, course }) => {
  await openLab(page, course.url);
  for (const [name, text, result] of echo) {
    const calls = program(page, name).getByRole('group', { name: `Calls of ${name}` });
    await calls.getByRole('button', { name: text, exact: true }).click();
    await expect(line(page, name, text)).toContainText(result);
  }
  await theEchoIsThere(page);
});

test('the same by keyboard alone', async ({ page, course }) => {
  await openLab(page, course.url);
  for (const [name, text, result] of echo) {
    await tabTo(page, name, text);
    await page.keyboard.press('Enter');
    await expect(line(page, name, text)).toContainText(result);
  }
  await theEchoIsThere(page);
});

/** Goes through the page until the button of a call has the focus. */
async function tabTo(page: Page, name: Name, text: string): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const isThere = await page.evaluate(
      ([who, what]) =>
        document.activeElement?.getAttribute('aria-label') === what &&
        document.activeElement?.closest('section')?.getAttribute('aria-label') === `Program ${who}`,
      [name, text] as const,
    );
    if (isThere) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`No press of Tab led to ${text} of ${name}.`);
}

test('a wrong call is made too: the error says why, what to do, and where the cards on it are', async ({
  page,
  course,
}) => {
  await openLab(page, course.url);
  await call(page, 'client', 'c = socket()');
  await call(page, 'client', "c.connect(('127.0.0.1', 65001))");
  const refused = line(page, 'client', 'c.connect');
  await expect(refused).toContainText('ConnectionRefusedError: [Errno 111] Connection refused');
  await expect(refused).toContainText(/Nothing listens|nobody listens|no socket listens/i);
  await expect(onWire(page, /RST/)).toBeVisible();
  await refused.getByRole('link', { name: /cards? on this/ }).click();
  await expect(page.getByRole('searchbox', { name: 'Search the cards' })).toHaveValue(
    'ConnectionRefusedError',
  );
  const counted = page.getByText(/^\d+ of \d+ cards$/);
  await expect(counted).not.toHaveText(/^(\d+) of \1 cards$|^0 of/);
});

test('what is not a call is reported where it is typed, and nothing is sent', async ({ page, course }) => {
  await openLab(page, course.url);
  const server = program(page, 'server');
  const input = server.getByRole('textbox');
  await input.fill('s.bnid(1)');
  await input.press('Enter');
  await expect(server.getByRole('alert')).toContainText('s');
  await expect(input).toHaveValue('s.bnid(1)');
  await expect(server.getByText('Nothing called yet')).toBeVisible();
});

test('the prompt stays, with the focus and what is typed meanwhile, while a call is on its way', async ({
  page,
  course,
}) => {
  const late: (() => void)[] = [];
  let isHeld = false;
  await page.routeWebSocket(/\/lab\/socket/, (route) => {
    const server = route.connectToServer();
    server.onMessage((message) => {
      if (isHeld) late.push(() => route.send(message));
      else route.send(message);
    });
  });
  await openLab(page, course.url);
  const input = program(page, 'server').getByRole('textbox');
  await input.fill('gethostname()');
  isHeld = true;
  await input.press('Enter');
  await expect.poll(() => late.length).toBe(2);
  await expect(input).toHaveValue('gethostname()');
  late.shift()?.();
  await expect(line(page, 'server', 'gethostname()')).toContainText('…');
  await expect(input).toHaveValue('s = socket(AF_INET, SOCK_STREAM)');
  await expect(input).toBeFocused();
  await input.fill('gethostbyname(');
  late.shift()?.();
  await expect(line(page, 'server', 'gethostname()')).toContainText('returned');
  await expect(input).toHaveValue('gethostbyname(');
  await expect(input).toBeFocused();
});

test('a call that waits counts, says what for, and can be interrupted', async ({ page, course }) => {
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await call(page, 'server', 'conn, addr = s.accept()');
  const waiting = line(page, 'server', 's.accept()');
  await expect(waiting).toContainText(/waits ◷ \d/);
  await expect(waiting).toContainText('sleeps');
  await program(page, 'server').getByRole('button', { name: 'Interrupt' }).click();
  await expect(waiting).toContainText('KeyboardInterrupt');
});

test('another thread goes on while one waits; a program exits and starts again', async ({ page, course }) => {
  await openLab(page, course.url);
  const server = program(page, 'server');
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await call(page, 'server', 's.accept()');
  await server.getByRole('button', { name: '+ thread' }).click();
  await call(page, 'server', 's.getsockname()');
  await expect(line(page, 'server', 's.getsockname()')).toContainText("('127.0.0.1', 65000)");
  await server.getByRole('button', { name: 'exit' }).click();
  await expect(server.getByText('the program ended', { exact: true })).toBeVisible();
  await expect(server.getByText('never returned')).toBeVisible();
  await call(page, 'server', 's = socket()');
  await expect(line(page, 'server', 's = socket()')).toContainText('fd 3');
});

test('a full queue: its places fill, and the next client is left in SYN-SENT', async ({ page, course }) => {
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await expect(program(page, 'server').getByText('0 of 2 waiting for accept')).toBeVisible();
  await page.getByRole('button', { name: '+ another client' }).click();
  for (const [name, variable] of [
    ['client', 'a'],
    ['client', 'b'],
    ['client2', 'c'],
  ] as const) {
    await call(page, name, `${variable} = socket()`);
    await call(page, name, `${variable}.connect(('127.0.0.1', 65000))`);
  }
  await expect(program(page, 'server').getByText('full: 2 of 2 waiting for accept')).toBeVisible();
  await expect(program(page, 'client2').getByText('SYN-SENT')).toBeVisible();
  await expect(line(page, 'client2', 'c.connect')).toContainText('waits');
  await call(page, 'server', 's.accept()');
  await expect(line(page, 'client2', 'c.connect')).toContainText('None', { timeout: 20_000 });
});

test('lost segments end in the diagram, and are sent again', async ({ page, course }) => {
  await openLab(page, course.url);
  await connect(page);
  await page.getByLabel('Drop segments').click();
  await page.getByRole('combobox', { name: 'Socket' }).selectOption({ label: 'conn of server' });
  await page.getByRole('button', { name: 'all', exact: true }).click();
  await expect(page.getByText('Dropping segments')).toBeVisible();
  await call(page, 'client', "c.send(b'Hello')");
  await expect(onWire(page, /client sends server PSH · ACK 5 B, lost$/)).toBeVisible();
  await expect(onWire(page, /client sends server again: PSH · ACK 5 B, lost$/).first()).toBeVisible();
  await expect(program(page, 'client').getByText(/sent again · rto/)).toBeVisible();
  await page.getByLabel('Drop segments').click();
  await page.getByRole('button', { name: 'nothing more' }).click();
  await call(page, 'server', 'conn.recv(1024)');
  await expect(line(page, 'server', 'conn.recv')).toContainText("b'Hello'", { timeout: 20_000 });
});

test('whatever is pointed at, or gone to by key, shows its fields and what it means', async ({
  page,
  course,
}) => {
  await openLab(page, course.url);
  await connect(page);
  await onWire(page, /^client sends server SYN$/).hover();
  await expect(wire(page).getByText(/window scale/)).toBeVisible();
  await wire(page).getByRole('listbox').focus();
  await page.keyboard.press('Home');
  await expect(onWire(page, /socket/).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowDown');
  await expect(onWire(page, /bind/)).toHaveAttribute('aria-selected', 'true');
  await wire(page).getByRole('button', { name: 'table' }).click();
  await expect(wire(page).getByRole('cell', { name: 'client sends server SYN', exact: true })).toBeVisible();
  await wire(page).getByRole('button', { name: 'diagram' }).click();
  await wire(page).getByRole('button', { name: 'true scale' }).click();
  await expect(onWire(page, /accept/).first()).toBeVisible();
});

test('back in time the whole page is as it was, while the session goes on', async ({ page, course }) => {
  await openLab(page, course.url);
  await connect(page);
  await call(page, 'server', 'conn.settimeout(1.5)');
  await call(page, 'server', 'conn.recv(1024)');
  const slider = page.getByRole('slider', { name: /Time travel/ });
  await slider.focus();
  await page.keyboard.press('Home');
  await expect(page.getByText('Nothing called yet. A program begins with its first call.')).toHaveCount(2);
  await expect(program(page, 'server').getByText('You are looking at what was')).toBeVisible();
  const before = Number(await slider.getAttribute('max'));
  await expect.poll(async () => Number(await slider.getAttribute('max'))).toBeGreaterThan(before);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(line(page, 'server', 's = socket()')).toContainText('…');
  await expect(program(page, 'client').getByText('Nothing called yet')).toBeVisible();
  await page.getByRole('button', { name: 'Live' }).click();
  await expect(line(page, 'server', 'conn.recv')).toContainText('TimeoutError');
});

test('a transcript is saved, opened in another tab, and refused where it is damaged', async ({
  page,
  context,
  course,
}) => {
  await openLab(page, course.url);
  await connect(page);
  await page.getByLabel('Transcript, copy as Python or as a lab script').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save the transcript' }).click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  const other = await context.newPage();
  await openLab(other, course.url);
  const open = (name: string, content: string) =>
    other
      .getByLabel('A transcript to open')
      .setInputFiles({ name, mimeType: 'application/jsonl', buffer: Buffer.from(content) });
  await open('ours.jsonl', text);
  await expect(other.getByText('Nothing here is live')).toBeVisible();
  await expect(line(other, 'server', 's.accept()')).toContainText('fd 4');
  await expect(onWire(other, /^client sends server SYN$/)).toBeVisible();
  const lines = text.split('\n');
  lines[4] = '{"type":"entered"';
  await open('damaged.jsonl', lines.join('\n'));
  await expect(other.getByRole('alert').filter({ hasText: 'damaged.jsonl, line 5' })).toBeVisible();
  await open('foreign.jsonl', '{"some":"other file"}\n');
  await expect(other.getByRole('alert').filter({ hasText: 'foreign.jsonl, line 1' })).toBeVisible();
  await other.getByRole('button', { name: 'Close', exact: true }).click();
  await other.getByRole('button', { name: 'Close the transcript' }).click();
  await ready(other);
});

test('the calls are copied as a Python program and as a lab script', async ({ page, context, course }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openLab(page, course.url);
  await connect(page);
  const copy = async (name: string, wanted: RegExp) => {
    await page.getByLabel('Transcript, copy as Python or as a lab script').click();
    await page.getByRole('button', { name }).click();
    // What is spoken about it may give way to what is spoken of the calls.
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(wanted);
  };
  await copy('Copy as a Python program', /from socket import[\s\S]+\.accept\(\)/);
  await copy('Copy as a lab script', /server> conn, addr = s\.accept\(\)/);
});

test('a reload goes on with the session, and two tabs have a network each', async ({
  page,
  context,
  course,
}) => {
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await page.reload();
  await ready(page);
  await expect(line(page, 'server', 's.bind')).toContainText('None');
  await call(page, 'server', 's.listen(1)');
  await expect(program(page, 'server').getByText('LISTEN', { exact: true })).toBeVisible();
  const other = await context.newPage();
  await openLab(other, course.url);
  await call(other, 'server', 's = socket()');
  await call(other, 'server', "s.bind(('127.0.0.1', 65000))");
  await expect(line(other, 'server', 's.bind')).toContainText('None');
});

test('a look at another page of the site costs nothing: Back finds the session as it was', async ({
  page,
  course,
}) => {
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await page.getByRole('link', { name: 'Progress' }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Progress');
  await page.goBack();
  await ready(page);
  await call(page, 'server', 's.listen(1)');
  await expect(program(page, 'server').getByText('LISTEN', { exact: true })).toBeVisible();
  await expect(line(page, 'server', 's.bind')).toContainText('None');
});

const deckThatRuns = `---
deck: small
title: A deck that runs
lang: python
---

## What does \`listen()\` return?  <!-- id: listen -->
\`None\`

\`\`\`lab
server> s = socket(AF_INET, SOCK_STREAM)
server> s.bind(('127.0.0.1', 65000))
server> s.listen()
state s LISTEN
\`\`\`
`;

test('a card runs in place, and nothing of the lab is loaded before', async ({ page, ownSite }) => {
  await ownSite.write('decks/small.md', deckThatRuns);
  const scripts: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.headers()['content-type']?.includes('javascript')) scripts.push(response.text());
  });
  await page.goto(`${ownSite.url}/study/small`);
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  const speaksOfTheLab = async () =>
    (await Promise.all(scripts)).some((text) => text.includes('Sequence diagram'));
  expect(await speaksOfTheLab()).toBe(false);
  await page.keyboard.press('r');
  const lab = page.getByRole('region', { name: 'The lab of this card' });
  await lab.getByRole('button', { name: /^Run all/ }).click();
  await expect(program(page, 'server').getByText('LISTEN', { exact: true })).toBeVisible();
  expect(await speaksOfTheLab()).toBe(true);
  await page.keyboard.press('r');
  await expect(lab).toBeHidden();
  await page.keyboard.press('Space');
  await expect(page.getByRole('group', { name: 'How well did you know it?' })).toBeVisible();
});

test('a card of the course opens the stage of a lab that it names', async ({ page, course }) => {
  const deck = (await (await fetch(`${course.url}/api/decks/sockets`)).json()) as {
    prompts: { key: string; lab: { kind: string } | null }[];
  };
  const key = deck.prompts.find(({ lab }) => lab?.kind === 'stage')?.key ?? '';
  await page.context().addCookies([{ name: 'next-sockets', value: `${key}~0`, url: course.url }]);
  await page.goto(`${course.url}/study/sockets`);
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await page.keyboard.press('r');
  const lab = page.getByRole('region', { name: 'The lab of this card' });
  await expect(lab.getByRole('link', { name: 'the whole lab' })).toBeVisible();
  await expect(lab.getByRole('region', { name: 'The lab, step by step' })).toBeVisible();
  await expect(lab.getByRole('listbox')).toBeVisible();
});
