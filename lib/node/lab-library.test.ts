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

it('does not serve a lab with an error of its own, and reports what is wrong with it', async () => {
  const library = new LabLibrary(content);
  await write('a.md', lab('a', 1));
  await write('b.md', lab('b', 2).replace('Text.', '```lab\nserver> s = sockt()\n```'));
  await write('c.md', new Uint8Array([0x41, 0xff]));
  await write('d.md', lab('a', 4));
  await write('e.md', lab('e', 1));
  expect((await library.list()).map(({ guide }) => guide.lab)).toEqual(['a', 'e']);
  const broken = await library.faulty();
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

const labsOf = async (library: LabLibrary) => (await library.list()).map(({ guide }) => guide.title);
const faultsOf = async (library: LabLibrary) =>
  (await library.faulty()).flatMap(({ file, diagnostics }) =>
    diagnostics.map(({ code, message }) => [
      file.split('/').at(-1),
      code,
      message.replaceAll(/[^`]*\//g, ''),
    ]),
  );
const script = '```lab\nserver> s = sockt()\n```';

it('keeps a lab that works when a broken draft claims its number or its name', async () => {
  await write('z-finished.md', lab('echo', 1));
  await write('a-draft.md', lab('draft', 1).replace('Text.', script));
  await write('b-copy.md', lab('echo', 2).replace('Text.', script));
  const library = new LabLibrary(content);
  expect(await labsOf(library)).toEqual(['echo']);
  const [own] = (await library.faulty()).map(({ file }) => file.split('/').at(-1));
  expect(own).toBe('a-draft.md');
  expect((await faultsOf(library)).map(([file, code]) => [file, code])).toEqual([
    ['a-draft.md', 'LAB_NUMBER_TAKEN'],
    ['a-draft.md', 'LAB_FUNCTION_UNKNOWN'],
    ['b-copy.md', 'LAB_DUPLICATE'],
    ['b-copy.md', 'LAB_FUNCTION_UNKNOWN'],
  ]);
});

it('names the newcomer of two labs that work, serves both for a number, and the first one for a name', async () => {
  await write('z.md', lab('echo', 1));
  const library = new LabLibrary(content);
  expect(await labsOf(library)).toEqual(['echo']);
  await write('a.md', lab('another', 1));
  await write('b.md', lab('echo', 3).replace('title: echo', 'title: a copy'));
  expect(await labsOf(library)).toEqual(['echo', 'another']);
  expect(await faultsOf(library)).toEqual([
    ['a.md', 'LAB_NUMBER_TAKEN', '`z.md` already has the number 1'],
    ['b.md', 'LAB_DUPLICATE', '`z.md` already has the lab `echo`'],
  ]);
});
