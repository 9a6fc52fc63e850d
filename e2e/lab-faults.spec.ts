import { readdirSync, readFileSync } from 'node:fs';
import { expect, type WebSocketRoute } from '@playwright/test';
import { call, line, onWire, openLab, program, ready, wire } from './lab.ts';
import { test } from './site.ts';

/** The child of a process whose command line has these words. */
function childOf(parent: number, words: string): number {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const [, rest = ''] = readFileSync(`/proc/${entry}/stat`, 'utf8').split(') ');
      const isChild = Number(rest.split(' ')[1]) === parent;
      if (isChild && readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(words)) return Number(entry);
    } catch {
      // It ended meanwhile.
    }
  }
  throw new Error(`Process ${String(parent)} has no child with ${words}.`);
}

test.describe('when the sidecar dies', () => {
  test.use({ allowed: [/WebSocket|503/], ownEnvironment: {} });

  test('the page says so, goes on by itself, and what happened before is on the time bar', async ({
    page,
    ownSite,
  }) => {
    await openLab(page, ownSite.url);
    await call(page, 'server', 's = socket()');
    await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
    process.kill(childOf(ownSite.pid, 'server/main.js'), 'SIGKILL');
    await expect(page.getByRole('status').filter({ hasText: /time bar/ })).toBeVisible();
    await ready(page);
    await expect(program(page, 'server').getByText('Nothing called yet')).toBeVisible();
    // What happened before is a few events back.
    await page.getByRole('slider', { name: /Time travel/ }).focus();
    await expect(async () => {
      await page.keyboard.press('ArrowLeft');
      await expect(onWire(page, /s\.bind/)).toBeVisible({ timeout: 100 });
    }).toPass();
    await page.getByRole('button', { name: 'Live' }).click();
    await call(page, 'server', 's = socket()');
    await expect(line(page, 'server', 's = socket()')).toContainText('fd 3');
  });
});

test('a connection that is lost comes back, with nothing lost and nothing doubled', async ({
  page,
  course,
}) => {
  const routes: { page: WebSocketRoute; server: WebSocketRoute }[] = [];
  await page.routeWebSocket(/\/lab\/socket/, (route) => {
    routes.push({ page: route, server: route.connectToServer() });
  });
  await openLab(page, course.url);
  await call(page, 'server', 's = socket()');
  await call(page, 'server', "s.bind(('127.0.0.1', 65000))");
  await call(page, 'server', 's.listen(1)');
  await call(page, 'server', 'conn, addr = s.accept()');
  await routes[0]?.server.close({ code: 4000 });
  await routes[0]?.page.close({ code: 4000 });
  await expect.poll(() => routes.length).toBe(2);
  await call(page, 'client', 'c = socket()');
  await call(page, 'client', "c.connect(('127.0.0.1', 65000))");
  await expect(line(page, 'server', 's.accept()')).toContainText('fd 4');
  await expect(
    program(page, 'server')
      .getByRole('list', { name: /so far/ })
      .getByRole('listitem'),
  ).toHaveCount(4);
});

test.describe('without private networks', () => {
  test.use({ ownEnvironment: { LAB_NETWORK: 'host' } });

  test('the page still teaches: calls and states, and why there are no segments', async ({
    page,
    ownSite,
  }) => {
    await openLab(page, ownSite.url);
    await expect(page.getByText('Network of this computer').first()).toBeVisible();
    await expect(wire(page).getByText('Segments are not observable here')).toBeVisible();
    await call(page, 'server', 's = socket()');
    await call(page, 'server', "s.bind(('127.0.0.1', 0))");
    await call(page, 'server', '_, port = s.getsockname()');
    await call(page, 'server', 's.listen(1)');
    await call(page, 'client', 'c = socket()');
    await call(page, 'client', "c.connect(('127.0.0.1', port))");
    await call(page, 'server', 'conn, addr = s.accept()');
    await expect(line(page, 'server', 's.accept()')).toContainText('fd 4');
    await expect(program(page, 'client').getByText('ESTABLISHED')).toBeVisible();
    await expect(onWire(page, /accept/).first()).toBeVisible();
    await page.getByLabel('Drop segments').click();
    await expect(page.getByText('Not possible here.')).toBeVisible();
  });
});

test.describe('when the lab is full', () => {
  test.use({
    ownEnvironment: { LAB_SESSIONS_PER_ADDRESS: '1', LAB_RESUME_MS: '2000' },
    allowed: [/WebSocket|429|503/],
  });

  test('a second tab says so, and gets in when the first one has left', async ({
    page,
    context,
    ownSite,
  }) => {
    await openLab(page, ownSite.url);
    const other = await context.newPage();
    await other.goto(`${ownSite.url}/lab`);
    await expect(other.getByRole('status').filter({ hasText: /as many|one may have/ })).toBeVisible();
    await page.close();
    await expect(program(other, 'server').getByRole('textbox')).toBeVisible({ timeout: 30_000 });
  });
});
