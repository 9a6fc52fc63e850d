import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { MarkdownFolder } from '#lib/node/markdown-folder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ackademy-folder-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('gives the files as they were while one takes long to read, and says when it has caught up', async () => {
  await writeFile(join(folder, 'a.md'), 'short');
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let caughtUp = () => {};
  const whenCaughtUp = new Promise<void>((resolve) => (caughtUp = resolve));
  const files = new MarkdownFolder(
    folder,
    async ({ text }) => {
      const read = text.ok ? text.value : '';
      if (read === 'very long') await held;
      return read;
    },
    { waitMs: 1, caughtUp: () => caughtUp() },
  );
  expect(await files.all()).toEqual(['short']);
  await writeFile(join(folder, 'a.md'), 'very long');
  expect(await files.allSoon()).toEqual(['short']);
  release();
  await whenCaughtUp;
  expect(await files.all()).toEqual(['very long']);
});
