import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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

it('serves the first of two files with the same name, and reports every error of the second', async () => {
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
