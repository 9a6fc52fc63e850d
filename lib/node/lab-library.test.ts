import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DeckLibrary } from './deck-library.ts';
import { LabLibrary } from './lab-library.ts';

let content: string;
beforeEach(async () => {
  content = await mkdtemp(join(tmpdir(), 'ackademy-labs-'));
  await mkdir(join(content, 'labs'));
  await mkdir(join(content, 'decks'));
});
afterEach(() => rm(content, { recursive: true }));

const lab = (name: string, number: number, stage = 'end') =>
  `---\nlab: ${name}\ntitle: ${name}\nnumber: ${String(number)}\n---\n\n## Stage <!-- id: ${stage} -->\nText.\n`;
const write = (name: string, text: string | Uint8Array) => writeFile(join(content, 'labs', name), text);

it('lists labs by number, and reads each as its file is at every request', async () => {
  const library = new LabLibrary(content);
  expect(await library.list()).toEqual([]);
  await write('a.md', lab('late', 2));
  await write('b.md', lab('early', 1));
  expect((await library.list()).map(({ guide }) => guide.lab)).toEqual(['early', 'late']);
  const first = await library.find('late');
  expect(await library.find('late')).toEqual(first);
  await write('a.md', lab('late', 2, 'other-end'));
  const second = await library.find('late');
  expect(second?.guide.stages[0]?.id).toBe('other-end');
  expect(second?.version).not.toBe(first?.version);
  expect(await library.find('none')).toBeNull();
});

it('does not serve a lab with an error, and reports what is wrong with it', async () => {
  const library = new LabLibrary(content);
  await write('a.md', lab('a', 1));
  await write('b.md', lab('b', 2).replace('Text.', '```lab\nserver> s = sockt()\n```'));
  await write('c.md', new Uint8Array([0x41, 0xff]));
  await write('d.md', lab('a', 4));
  await write('e.md', lab('e', 1));
  expect((await library.list()).map(({ guide }) => guide.lab)).toEqual(['a']);
  const broken = await library.unreadable();
  expect(
    broken.map(({ file, diagnostics }) => [file.slice(-4), diagnostics.map(({ code }) => code)]),
  ).toEqual([
    ['b.md', ['LAB_FUNCTION_UNKNOWN']],
    ['c.md', ['FILE_NOT_UTF8']],
    ['d.md', ['LAB_DUPLICATE']],
    ['e.md', ['LAB_NUMBER_TAKEN']],
  ]);
  expect(broken[0]?.lines[8]).toBe('server> s = sockt()');
});

it('notifies decks of a stage that came or went, and pages that there is something new', async () => {
  const decks = new DeckLibrary(content);
  await writeFile(
    join(content, 'decks', 'd.md'),
    '---\ndeck: d\ntitle: D\n---\n## Q <!-- id: q -->\nText.\n\n**Lab:** echo#end\n',
  );
  const codes = async () => (await decks.find('d'))?.diagnostics.map(({ code }) => code);
  expect(await codes()).toEqual(['LAB_LINK_UNKNOWN']);
  const before = await decks.version();
  await write('echo.md', lab('echo', 1));
  expect(await codes()).toEqual([]);
  expect(await decks.version()).not.toBe(before);
  await write('echo.md', lab('echo', 1, 'another-end'));
  expect(await codes()).toEqual(['LAB_LINK_UNKNOWN']);
});
