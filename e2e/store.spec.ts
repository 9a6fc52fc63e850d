import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { answer, expect, openStudy, storedEntries, studyToTheEnd, test } from './site.ts';

async function exported(page: Page, button: RegExp): Promise<string> {
  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return readFile(await (await downloading).path(), 'utf8');
}

async function importText(page: Page, text: string): Promise<void> {
  await page
    .getByLabel('Import a file')
    .setInputFiles({ name: 'log.jsonl', mimeType: 'application/jsonl', buffer: Buffer.from(text) });
}

test('the log goes out and in, twice without change, and names the lines it cannot use', async ({
  page,
  browser,
  baseURL,
}) => {
  await openStudy(page);
  const answers = await studyToTheEnd(page);
  await page.goto('/settings');
  const log = await exported(page, /Export as a file/);
  const lines = log.trimEnd().split('\n');
  expect(lines).toHaveLength(answers);

  const context = await browser.newContext();
  const fresh = await context.newPage();
  await fresh.goto(`${baseURL}/settings`);
  const damaged = [...lines.slice(0, 3), '{"id": "cut off', ...lines.slice(3), '{"kind":"review"}'].join(
    '\n',
  );
  await importText(fresh, damaged);
  await expect(fresh.getByText(`${answers} added, 2 left out.`)).toBeVisible();
  await expect(fresh.getByText('Line 4:')).toBeVisible();
  await importText(fresh, log);
  await expect(fresh.getByText(`0 added, ${answers} were here already.`)).toBeVisible();
  expect(await storedEntries(fresh)).toHaveLength(answers);
  await fresh.goto(`${baseURL}/`);
  await expect(fresh.getByRole('heading', { name: 'Nothing is due' })).toBeVisible();
  await context.close();
});

test('two tabs that read the same log at the same time store each entry once', async ({ page, context }) => {
  const entries = Array.from({ length: 400 }, (_, index) => ({
    id: `0199a0b0-0000-7000-8000-${index.toString(16).padStart(12, '0')}`,
    device: '0b9f7f8e-7f5e-4a53-9a3c-0a6a2a9d6a11',
    at: 1_760_000_000_000 + index * 1_000,
    kind: 'practice',
    card: 'small/bind',
    rev: 1,
    rating: 3,
    durationMs: 1_000,
  }));
  const text = (part: typeof entries) => part.map((entry) => JSON.stringify(entry)).join('\n');
  const other = await context.newPage();
  await page.goto('/settings');
  await other.goto('/settings');
  await Promise.all([
    importText(page, text(entries.slice(0, 300))),
    importText(other, text(entries.slice(100))),
  ]);
  await expect(page.getByText(/added/).first()).toBeVisible();
  await expect(other.getByText(/added/).first()).toBeVisible();
  expect(await storedEntries(page)).toHaveLength(400);
  await page.goto('/progress');
  await expect(page.getByLabel('In short')).toContainText('400answers');
  await other.goto('/progress');
  await expect(other.getByLabel('In short')).toContainText('400answers');
});

test('a full store says so at once, keeps the answers, and goes on when there is room again', async ({
  page,
  baseURL,
  allowed,
}) => {
  allowed.push(/status of 404/);
  // Set before the page has a database: a browser looks at the quota when it opens one.
  await page.goto('/api/destinations');
  const storage = await page.context().newCDPSession(page);
  const origin = baseURL ?? '';
  await storage.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  await openStudy(page);
  await expect(page.getByRole('alert').getByText('storage is full')).toBeVisible();
  await answer(page, '4');
  await answer(page, '4');
  await expect(page.getByText('5 new')).toBeVisible();
  const log = await exported(page, /Export answers \(2 not stored\)/);
  expect(log.trimEnd().split('\n')).toHaveLength(2);

  await storage.send('Storage.overrideQuotaForOrigin', { origin });
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('storage is full')).toHaveCount(0);
  expect(await storedEntries(page)).toHaveLength(2);
  await expect(page.getByText('5 new')).toBeVisible();
});

test('a browser that lets the page store nothing says so, and study goes on', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(IDBFactory.prototype, 'open', {
      value: () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await page.goto('/study/small');
  await expect(page.getByRole('alert').getByText('does not let the page store anything')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show the answer' })).toBeEnabled();
  await answer(page, '4');
  await expect(page.getByText('6 new')).toBeVisible();
  expect((await exported(page, /Export answers \(1 not stored\)/)).trimEnd().split('\n')).toHaveLength(1);
});
