import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deckCommand, type Ended } from '#test/scripts/deck-command.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-deck-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function deck(...args: string[]): Ended {
  const { code, out, err } = deckCommand(args, { CONTENT_DIR: folder });
  return { code, out: out.replaceAll(folder, 'F'), err: err.replaceAll(folder, 'F') };
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const front = (name: string) => `---\ndeck: ${name}\ntitle: T\n---\n`;

it('checks all decks of the content folder in one run, and counts', () => {
  mkdirSync(join(folder, 'decks'));
  write('decks/a.md', `${front('a')}## Q <!-- id: q; order -->\n1. x\n`);
  write('decks/b.md', `${front('a')}## Q <!-- id: q -->\nA <i>\n`);
  write('decks/c.md', new Uint8Array([0x41, 0xff]));
  const { code, out, err } = deck('check');
  expect(err).toBe('');
  expect(out).toBe(
    [
      'F/decks/a.md:6:1 error ORDER_ONE_STEP: an order needs at least two steps',
      ' 6 | 1. x',
      '   | ^^^^',
      'help: add a step',
      '',
      'F/decks/b.md:2:7 error DECK_DUPLICATE: `F/decks/a.md` already has the deck `a`',
      ' 2 | deck: a',
      '   |       ^',
      'help: give each file its own `deck`',
      '',
      'F/decks/b.md:6:3 warning HTML_SHOWN: HTML is shown as text',
      ' 6 | A <i>',
      '   |   ^^^',
      'help: use Markdown instead',
      '',
      'F/decks/c.md:1:2 error FILE_NOT_UTF8: the file is not UTF-8',
      'help: save the file as UTF-8',
      '',
      '3 files, 2 cards, 3 errors, 1 warning',
      '',
    ].join('\n'),
  );
  expect(code).toBe(1);
});

it('prints the same as data, and is content with a good deck', () => {
  const good = write('good.md', `${front('g')}## Q <!-- id: q -->\nA <i>\n`);
  const { code, out } = deck('check', '--json', good);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    files: 1,
    cards: 1,
    errors: 0,
    warnings: 1,
    diagnostics: [{ line: 6, column: 3, length: 3, code: 'HTML_SHOWN' }],
  });
});

it('checks the decks of a folder, and no file whose name begins with a dot', () => {
  mkdirSync(join(folder, 'decks'));
  write('decks/.#a.md', 'no deck');
  write('decks/a.md', `${front('a')}## Q <!-- id: q -->\nA\n`);
  for (const args of [['check'], ['check', join(folder, 'decks')]])
    expect(deck(...args)).toEqual({ code: 0, err: '', out: '1 file, 1 card, 0 errors, 0 warnings\n' });
  expect(deck('check', folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no deck in the folder') as string,
  });
});

it('reports a folder with the name of a deck as a problem of that file', () => {
  mkdirSync(join(folder, 'decks/a.md'), { recursive: true });
  expect(deck('check')).toMatchObject({
    code: 1,
    out: expect.stringContaining('FILE_UNREADABLE: the file cannot be read: it is a folder') as string,
  });
});

// The system refuses nothing to its administrator.
it.skipIf(process.getuid?.() === 0)(
  'refuses to fix a file that may not be written, or whose folder may not',
  () => {
    const path = write('a.md', `${front('a')}## Q\nA\n`);
    chmodSync(path, 0o444);
    expect(deck('fix', path)).toMatchObject({
      code: 1,
      err: 'F/a.md: the ids cannot be written: you may not write to this file\n',
    });
    chmodSync(path, 0o644);
    chmodSync(folder, 0o555);
    const refused = deck('fix', path);
    chmodSync(folder, 0o755);
    expect(refused).toMatchObject({
      code: 1,
      err: 'F/a.md: the ids cannot be written: you may not write to its folder `F`\n',
    });
    expect(readFileSync(path, 'utf8')).toContain('## Q\n');
  },
);

it.each([
  [['chekc'], 'no command `chekc`'],
  [['check', '--colour'], "Unknown option '--colour'"],
  [['fix', '--json'], "Unknown option '--json'"],
  [['check', 'none.md'], 'no file `none.md`'],
  [['list'], 'no folder'],
  [[], 'Usage:'],
])('answers %j with the usage and code 2', (args, said) => {
  const { code, out, err } = deck(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err).toContain('Usage: npm run deck');
});

it('reports a card that names a stage which does not exist in the labs next to the decks', () => {
  mkdirSync(join(folder, 'decks'));
  mkdirSync(join(folder, 'labs'));
  const stage = '## Stage <!-- id: end -->\nText.\n';
  write('labs/echo.md', `---\nlab: echo\ntitle: Echo\nnumber: 1\n---\n${stage}`);
  const card = (id: string, link: string) => `## Q <!-- id: ${id} -->\nA\n\n**Lab:** ${link}\n\n`;
  write('decks/a.md', `${front('a')}${card('good', 'echo#end')}${card('bad', 'echo#edn')}`);
  const { code, out } = deck('check');
  expect(code).toBe(1);
  expect(out).toContain('error LAB_LINK_UNKNOWN: the lab `echo` has no stage `edn`');
  expect(out).toContain('help: write `echo#end`');
  expect(out).toContain('1 file, 2 cards, 1 error, 0 warnings');
});

it('helps', () => {
  expect(deck('--help')).toMatchObject({ code: 0, err: '' });
  for (const name of ['check', 'fix', 'list']) {
    expect(deck(name, '--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining(`npm run deck -- ${name}`) as string,
    });
  }
});

it('fixes: keeps every other byte, the mode and the link, and leaves nothing behind', () => {
  const before = `\ufeff${front('a')}## What is a port?  \r\nA\n## B <!-- both -->\nA`;
  const path = write('a.md', before);
  chmodSync(path, 0o640);
  symlinkSync(path, join(folder, 'link.md'));
  expect(deck('fix', join(folder, 'link.md'))).toEqual({
    code: 0,
    err: '',
    out: 'F/link.md:5 id: port\nF/link.md:7 id: b\n1 file, 2 ids written\n',
  });
  expect(readFileSync(path, 'utf8')).toBe(
    before.replace('port?', 'port? <!-- id: port -->').replace('<!-- both', '<!-- id: b; both'),
  );
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(['a.md', 'link.md']);
  expect(deck('fix', path).out).toBe('1 file, 0 ids written\n');
});

it('fixes the problems with only one correction, prints them, and changes nothing else', () => {
  const before = `${front('a')}## A <!-- id: a -->\r\n**Answer:** \`x\r\n\r\n## B\nIt is \`x here.\n`;
  const path = write('a.md', before);
  expect(deck('check', path).out).toContain('`npm run deck -- fix` corrects 1 of these.');
  expect(deck('fix', path)).toEqual({
    code: 0,
    err: '',
    out: 'F/a.md:6 fixed BACKTICK_LONE: **Answer:** `x`\nF/a.md:8 id: b\n1 file, 1 id written, 1 problem fixed\n',
  });
  const after = before.replace('**Answer:** `x', '**Answer:** `x`').replace('## B', '## B <!-- id: b -->');
  expect(readFileSync(path, 'utf8')).toBe(after);
  expect(deck('fix', path).out).toBe('1 file, 0 ids written\n');
});

it('refuses to fix a file that is not UTF-8', () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('## Q\nA '), 0xff]);
  const path = write('a.md', bytes);
  expect(deck('fix', path)).toMatchObject({
    code: 1,
    err: expect.stringContaining('FILE_NOT_UTF8') as string,
  });
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});

it('lists decks in a table', () => {
  const path = write('a.md', `${front('a')}## A\n{{x}} {{y}}\n## B\nC\n`);
  expect(deck('list', path).out.split('\n')).toEqual([
    'deck  cards  prompts  basic  typed  choice  order  match  cloze  code  file',
    'a         2        3      1      0       0      0      0      1     0  F/a.md',
    '',
  ]);
});
