import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DeckLibrary } from './deck-library.ts';

let content: string;
let decks: string;
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'ackademy-library-'));
  decks = join(content, 'decks');
  await mkdir(decks);
});
afterEach(() => rm(content, { recursive: true }));

const deck = (name: string, answer = 'yes') =>
  `---\ndeck: ${name}\ntitle: ${name}\n---\n\n## Is it?  <!-- id: it -->\n${answer}\n`;

it('reads a deck as its file is at every request', async () => {
  const library = new DeckLibrary(content);
  expect(await library.list()).toEqual([]);
  await writeFile(join(decks, 'a.md'), deck('a'));
  const first = await library.find('a');
  expect(first?.deck.prompts).toHaveLength(1);
  expect(await library.find('a')).toBe(first);
  await writeFile(join(decks, 'a.md'), deck('a', 'no, not any more'));
  const second = await library.find('a');
  expect(JSON.stringify(second?.deck)).toContain('not any more');
  expect(second?.version).not.toBe(first?.version);
  await rm(join(decks, 'a.md'));
  expect(await library.find('a')).toBeNull();
});

it('notices a file that is saved by renaming, as many editors do', async () => {
  await writeFile(join(decks, 'a.md'), deck('a'));
  const library = new DeckLibrary(content);
  const changes = new EventEmitter();
  const unsubscribe = library.subscribe(() => changes.emit('change'));
  try {
    await library.watching();
    const changed = once(changes, 'change');
    await writeFile(join(decks, '.a.md.swp'), deck('a', 'renamed'));
    await rename(join(decks, '.a.md.swp'), join(decks, 'a.md'));
    await changed;
    expect(JSON.stringify((await library.find('a'))?.deck)).toContain('renamed');
  } finally {
    unsubscribe();
    await library.close();
  }
});

it('has no decks where their folder cannot be read, and goes on when it can be again', async () => {
  await rm(decks, { recursive: true });
  await writeFile(decks, 'no folder');
  const library = new DeckLibrary(content);
  expect(await library.list()).toEqual([]);
  expect(await library.unreadable()).toEqual([]);
  const before = await library.version();
  await rm(decks);
  await mkdir(decks);
  await writeFile(join(decks, 'a.md'), deck('a'));
  expect(await library.version()).not.toBe(before);
  expect(await library.list()).toHaveLength(1);
});

it('keeps the good decks when one cannot be read, and says why', async () => {
  await writeFile(join(decks, 'a.md'), deck('a'));
  await writeFile(join(decks, 'b.md'), Buffer.from([0x2d, 0xff]));
  await mkdir(join(decks, 'c.md'));
  const library = new DeckLibrary(content);
  expect((await library.list()).map((entry) => entry.deck.deck)).toEqual(['a']);
  const codes = (await library.unreadable()).map(({ code, file }) => [code, file.split('/').at(-1)]);
  expect(codes).toEqual([
    ['FILE_NOT_UTF8', 'b.md'],
    ['FILE_UNREADABLE', 'c.md'],
  ]);
});

it('serves one of two files with the same name, and reports every error of the other', async () => {
  await writeFile(join(decks, 'a.md'), deck('same', 'first'));
  await writeFile(join(decks, 'b.md'), deck('same', '![](../second.png)'));
  const library = new DeckLibrary(content);
  expect(JSON.stringify((await library.find('same'))?.deck)).toContain('first');
  expect((await library.unreadable()).map(({ code }) => code)).toEqual([
    'DECK_DUPLICATE',
    'IMAGE_OUTSIDE',
    'IMAGE_ALT_EMPTY',
  ]);
});

it('gives images of the folder of decks, and no other file', async () => {
  await writeFile(join(decks, 'dot.svg'), '<svg/>');
  await writeFile(join(content, 'secret.svg'), '<svg/>');
  await writeFile(join(decks, 'a.md'), deck('a'));
  const library = new DeckLibrary(content);
  expect((await library.image('dot.svg'))?.type).toBe('image/svg+xml');
  for (const path of [
    '../secret.svg',
    'a.md',
    'none.png',
    '',
    '/etc/passwd',
    'dot.svg/..',
    '..\\secret.svg',
  ]) {
    expect(await library.image(path), path).toBeNull();
  }
});

const broken = (name: string) => `${deck(name)}\n## Which?  <!-- id: which -->\n- [ ] one\n- [ ] two\n`;

it('keeps a deck that works when a broken draft claims its name, and names the draft', async () => {
  await writeFile(join(decks, 'z.md'), deck('tcp', 'the finished one'));
  await writeFile(join(decks, 'a.md'), broken('tcp'));
  // Without front matter, the file gives the name.
  await writeFile(join(decks, 'tcp.md'), 'A first thought.\n');
  const library = new DeckLibrary(content);
  expect(JSON.stringify((await library.find('tcp'))?.deck)).toContain('the finished one');
  const named = (await library.unreadable()).filter(({ code }) => code === 'DECK_DUPLICATE');
  expect(named.map(({ file }) => file.split('/').at(-1))).toEqual(['a.md', 'tcp.md']);
});

it('keeps the deck that was there while its author breaks a card of it, no matter which file claims its name', async () => {
  await writeFile(join(decks, 'z.md'), deck('tcp', 'the finished one'));
  const library = new DeckLibrary(content);
  await library.list();
  await writeFile(join(decks, 'z.md'), broken('tcp'));
  await writeFile(join(decks, 'a.md'), deck('tcp', 'the newcomer'));
  expect((await library.find('tcp'))?.deck.file).toMatch(/z\.md$/);
  await rm(join(decks, 'z.md'));
  expect((await library.find('tcp'))?.deck.file).toMatch(/a\.md$/);
});

it('names the cards that are left out, each with its first error', async () => {
  await writeFile(join(decks, 'a.md'), broken('a') + '\n## Again?  <!-- id: it -->\nyes\n');
  const found = await new DeckLibrary(content).find('a');
  expect(found?.deck.prompts).toHaveLength(1);
  expect(found?.leftOut.map(({ name, line, error }) => [name, line, error?.code])).toEqual([
    ['Which?', 9, 'CHOICE_NONE_RIGHT'],
    ['Again?', 13, 'ID_DUPLICATE'],
  ]);
});

it('lists decks by their order, then by file name', async () => {
  const ordered = (name: string, order: string) => deck(name).replace('title:', `order: ${order}\ntitle:`);
  await writeFile(join(decks, 'a.md'), deck('a'));
  await writeFile(join(decks, 'b.md'), ordered('b', '2'));
  await writeFile(join(decks, 'c.md'), ordered('c', '10'));
  await writeFile(join(decks, 'd.md'), ordered('d', '2'));
  await writeFile(join(decks, 'e.md'), ordered('e', 'first'));
  const library = new DeckLibrary(content);
  expect((await library.list()).map((entry) => entry.deck.deck)).toEqual(['b', 'd', 'c', 'a', 'e']);
  const e = await library.find('e');
  expect(e?.diagnostics.map(({ code, line }) => [code, line])).toEqual([['FRONT_MATTER_VALUE', 3]]);
});

it('serves the other decks whatever a file names that no file can be', async () => {
  await writeFile(join(decks, 'a.md'), deck('a'));
  await writeFile(join(decks, 'b.md'), deck('b', `![long](${'x'.repeat(300)}.png)`));
  await writeFile(join(decks, 'c.md'), deck('c', '![nul](a%00b.png)'));
  await symlink('circle.md', join(decks, 'circle.md'));
  execFileSync('python3', ['-c', 'import os, sys; os.mkfifo(sys.argv[1])', join(decks, 'pipe.md')]);
  const library = new DeckLibrary(content);
  expect((await library.list()).map((entry) => entry.deck.deck)).toEqual(['a', 'b', 'c']);
  const long = await library.find('b');
  expect(long?.deck.prompts).toHaveLength(1);
  expect(long?.diagnostics.map(({ code }) => code)).toEqual(['IMAGE_MISSING']);
  const unreadable = (await library.unreadable()).map(({ code, message }) => [code, message]);
  expect(unreadable).toEqual([
    ['FILE_UNREADABLE', 'the file cannot be read: its symbolic links go in a circle'],
    ['FILE_UNREADABLE', 'the file cannot be read: it is a pipe, a socket or a device'],
  ]);
});

const pipe = (path: string) =>
  execFileSync('python3', ['-c', 'import os, sys; os.mkfifo(sys.argv[1])', path]);

it('reads only files of its own folder: no link that leaves it, no pipe, nothing too large', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'ackademy-outside-'));
  try {
    await writeFile(join(outside, 'secret.md'), deck('secret'));
    await writeFile(join(outside, 'secret.png'), 'secret');
    await writeFile(join(outside, 'cards.csv'), 'question,answer\n');
    await writeFile(join(decks, 'a.md'), deck('a', '![in](in.png) ![out](out.png) ![pipe](pipe.png)'));
    await writeFile(join(decks, 'in-real.png'), 'image');
    await symlink('in-real.png', join(decks, 'in.png'));
    await symlink(join(outside, 'secret.png'), join(decks, 'out.png'));
    pipe(join(decks, 'pipe.png'));
    await symlink(join(outside, 'secret.md'), join(decks, 'out.md'));
    await symlink('/dev/zero', join(decks, 'zero.md'));
    await symlink(join(outside, 'cards.csv'), join(decks, 'out.csv'));
    pipe(join(decks, 'pipe.csv'));
    await writeFile(join(decks, 'large.md'), '');
    await truncate(join(decks, 'large.md'), 17 * 1024 ** 2);
    const library = new DeckLibrary(content);
    expect((await library.list()).map((entry) => entry.deck.deck)).toEqual(['a']);
    expect((await library.find('a'))?.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['IMAGE_OUTSIDE', '`out.png` is a symbolic link that leads out of the folder of the deck'],
      ['IMAGE_MISSING', '`pipe.png` is a folder, a pipe, a socket or a device, not an image'],
    ]);
    expect((await library.image('in.png'))?.bytes).toHaveLength(5);
    expect(await library.image('out.png')).toBeNull();
    expect(await library.image('pipe.png')).toBeNull();
    const unreadable = (await library.unreadable()).map(({ file, message }) => [
      file.split('/').at(-1),
      message,
    ]);
    const leavesFolder = 'the file cannot be read: it is a symbolic link that leads out of the folder';
    expect(unreadable).toEqual([
      ['large.md', 'the file cannot be read: it has more than 16 MiB'],
      ['out.md', leavesFolder],
      ['zero.md', leavesFolder],
      ['out.csv', leavesFolder],
      ['pipe.csv', 'the file cannot be read: it is a pipe, a socket or a device'],
    ]);
  } finally {
    await rm(outside, { recursive: true });
  }
});

it('sees edits after the content was moved away and back, and after another folder took its place', async () => {
  await writeFile(join(decks, 'a.md'), deck('a'));
  const library = new DeckLibrary(content);
  const changes = new EventEmitter();
  const unsubscribe = library.subscribe(() => changes.emit('change'));
  const changed = async (change: () => Promise<void>) => {
    const seen = once(changes, 'change');
    await change();
    await seen;
    await library.watching();
  };
  const answer = async () => JSON.stringify((await library.find('a'))?.deck ?? null);
  try {
    await library.watching();
    await changed(() => rename(content, `${content}-away`));
    expect(await answer()).toBe('null');
    await changed(() => rename(`${content}-away`, content));
    await changed(() => writeFile(join(decks, 'a.md'), deck('a', 'edited after the move')));
    expect(await answer()).toContain('edited after the move');
    await mkdir(`${content}-new/decks`, { recursive: true });
    await writeFile(join(`${content}-new/decks`, 'a.md'), deck('a', 'another folder'));
    await rename(content, `${content}-away`);
    await changed(() => rename(`${content}-new`, content));
    expect(await answer()).toContain('another folder');
    await changed(() => writeFile(join(decks, 'a.md'), deck('a', 'edited there')));
    expect(await answer()).toContain('edited there');
  } finally {
    unsubscribe();
    await library.close();
    await rm(`${content}-away`, { recursive: true, force: true });
  }
});

it('sees edits next to a link that goes in a circle, and says nothing of it', async () => {
  const said: unknown[] = [];
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(text) > 0);
  await writeFile(join(decks, 'a.md'), deck('a'));
  await symlink('circle.md', join(decks, 'circle.md'));
  const library = new DeckLibrary(content);
  const changes = new EventEmitter();
  const unsubscribe = library.subscribe(() => changes.emit('change'));
  try {
    await library.watching();
    const changed = once(changes, 'change');
    await writeFile(join(decks, 'a.md'), deck('a', 'edited'));
    await changed;
    expect(said).toEqual([]);
  } finally {
    write.mockRestore();
    unsubscribe();
    await library.close();
  }
});

it('sees edits that the system does not report, as in a folder of decks that is a link', async () => {
  const elsewhere = `${content}-elsewhere`;
  await rename(decks, elsewhere);
  await symlink(elsewhere, decks);
  await writeFile(join(decks, 'a.md'), deck('a'));
  const library = new DeckLibrary(content);
  const changes = new EventEmitter();
  const unsubscribe = library.subscribe(() => changes.emit('change'));
  try {
    // What comes when the folder has been read for the first time.
    await once(changes, 'change');
    expect(await library.list()).toHaveLength(1);
    await writeFile(join(elsewhere, 'a.md'), deck('a', 'edited there'));
    for (;;) {
      await once(changes, 'change');
      if (JSON.stringify((await library.find('a'))?.deck).includes('edited there')) break;
    }
  } finally {
    unsubscribe();
    await library.close();
    await rm(elsewhere, { recursive: true });
  }
});
