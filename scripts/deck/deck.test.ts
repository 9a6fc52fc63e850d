import { once } from 'node:events';
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
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ended } from '#test/scripts/command-io.ts';
import { deckCommand } from '#test/scripts/deck-command.ts';
import { spawnCommand, startCommand } from '#test/scripts/start-command.ts';
import { DeckLibrary } from '#lib/node/deck-library.ts';
import { main } from './main.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-deck-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

async function deck(...args: string[]): Promise<Ended> {
  const { code, out, err } = await deckCommand(args, { CONTENT_DIR: folder });
  return { code, out: out.replaceAll(folder, 'F'), err: err.replaceAll(folder, 'F') };
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const front = (name: string) => `---\ndeck: ${name}\ntitle: T\n---\n`;

it('checks all decks of the content folder in one run, and counts', async () => {
  mkdirSync(join(folder, 'decks'));
  write('decks/a.md', `${front('a')}## Q <!-- id: q; order -->\n1. x\n`);
  write('decks/b.md', `${front('a')}## Q <!-- id: q -->\nA <i>\n`);
  write('decks/c.md', new Uint8Array([0x41, 0xff]));
  const { code, out, err } = await deck('check');
  expect(err).toBe('');
  expect(out).toBe(
    [
      'F/decks/a.md:2:7 error DECK_DUPLICATE: `F/decks/b.md` already has the deck `a`',
      ' 2 | deck: a',
      '   |       ^',
      'help: give each file its own `deck`',
      '',
      'F/decks/a.md:6:1 error ORDER_ONE_STEP: an order needs at least two steps',
      ' 6 | 1. x',
      '   | ^^^^',
      'help: add a step',
      '',
      'F/decks/b.md:6:3 warning HTML_SHOWN: HTML is shown as text',
      ' 6 | A <i>',
      '   |   ^^^',
      'help: use Markdown instead',
      '',
      'F/decks/c.md:1:2 error FILE_NOT_UTF8: the file is not UTF-8',
      'help: save the file as UTF-8',
      '',
      '3 files, 1 card, 1 card left out, 3 errors, 1 warning',
      '',
    ].join('\n'),
  );
  expect(code).toBe(1);
});

it('prints the same as data, and is content with a good deck', async () => {
  const good = write('good.md', `${front('g')}## Q <!-- id: q -->\nA <i>\n`);
  const { code, out } = await deck('check', '--json', good);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    files: 1,
    cards: 1,
    errors: 0,
    warnings: 1,
    diagnostics: [{ line: 6, column: 3, length: 3, code: 'HTML_SHOWN' }],
  });
});

it('checks the decks of a folder, and no file whose name begins with a dot', async () => {
  mkdirSync(join(folder, 'decks'));
  write('decks/.#a.md', 'no deck');
  write('decks/a.md', `${front('a')}## Q <!-- id: q -->\nA\n`);
  for (const args of [['check'], ['check', join(folder, 'decks')]])
    expect(await deck(...args)).toEqual({ code: 0, err: '', out: '1 file, 1 card, 0 errors, 0 warnings\n' });
  expect(await deck('check', folder)).toMatchObject({
    code: 2,
    err: expect.stringContaining('there is no deck in the folder') as string,
  });
});

it('reports a folder with the name of a deck as a problem of that file', async () => {
  mkdirSync(join(folder, 'decks/a.md'), { recursive: true });
  expect(await deck('check')).toMatchObject({
    code: 1,
    out: expect.stringContaining('FILE_UNREADABLE: the file cannot be read: it is a folder') as string,
  });
});

// The system refuses nothing to its administrator.
it.skipIf(process.getuid?.() === 0)(
  'refuses to fix a file that may not be written, or whose folder may not',
  async () => {
    const path = write('a.md', `${front('a')}## Q\nA\n`);
    chmodSync(path, 0o444);
    expect(await deck('fix', path)).toMatchObject({
      code: 1,
      err: 'F/a.md: the ids cannot be written: you may not write to this file\n',
    });
    chmodSync(path, 0o644);
    chmodSync(folder, 0o555);
    const refused = await deck('fix', path);
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
])('answers %j with the usage and code 2', async (args, said) => {
  const { code, out, err } = await deck(...args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err).toContain('Usage: npm run deck');
});

it('reports a card that names a stage which does not exist in the labs next to the decks', async () => {
  mkdirSync(join(folder, 'decks'));
  mkdirSync(join(folder, 'labs'));
  const stage = '## Stage <!-- id: end -->\nText.\n';
  write('labs/echo.md', `---\nlab: echo\ntitle: Echo\nnumber: 1\n---\n${stage}`);
  const card = (id: string, link: string) => `## Q <!-- id: ${id} -->\nA\n\n**Lab:** ${link}\n\n`;
  write('decks/a.md', `${front('a')}${card('good', 'echo#end')}${card('bad', 'echo#edn')}`);
  const { code, out } = await deck('check');
  expect(code).toBe(1);
  expect(out).toContain('error LAB_LINK_UNKNOWN: the lab `echo` has no stage `edn`');
  expect(out).toContain('help: write `echo#end`');
  expect(out).toContain('1 file, 2 cards, 1 error, 0 warnings');
});

it('helps', async () => {
  expect(await deck('--help')).toMatchObject({ code: 0, err: '' });
  for (const name of ['check', 'fix', 'list']) {
    expect(await deck(name, '--help')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining(`npm run deck -- ${name}`) as string,
    });
  }
});

it('fixes: keeps every other byte, the mode and the link, and leaves nothing behind', async () => {
  const before = `\ufeff${front('a')}## What is a port?  \r\nA\n## B <!-- both -->\nA`;
  const path = write('a.md', before);
  chmodSync(path, 0o640);
  symlinkSync(path, join(folder, 'link.md'));
  expect(await deck('fix', join(folder, 'link.md'))).toEqual({
    code: 0,
    err: '',
    out: 'F/link.md:5 id: port\nF/link.md:7 id: b\n1 file, 2 ids written\n',
  });
  expect(readFileSync(path, 'utf8')).toBe(
    before.replace('port?', 'port? <!-- id: port -->').replace('<!-- both', '<!-- id: b; both'),
  );
  expect(statSync(path).mode & 0o777).toBe(0o640);
  expect(readdirSync(folder).sort()).toEqual(['a.md', 'link.md']);
  expect((await deck('fix', path)).out).toBe('1 file, 0 ids written\n');
});

it('fixes the problems with only one correction, prints them, and changes nothing else', async () => {
  const before = `${front('a')}## A <!-- id: a -->\r\n**Answer:** \`x\r\n\r\n## B\nIt is \`x here.\n`;
  const path = write('a.md', before);
  expect((await deck('check', path)).out).toContain('`npm run deck -- fix` corrects 2 of these.');
  expect(await deck('fix', path)).toEqual({
    code: 0,
    err: '',
    out: 'F/a.md:6 fixed BACKTICK_LONE: **Answer:** `x`\nF/a.md:8 id: b\n1 file, 1 id written, 1 problem fixed\n',
  });
  const after = before.replace('**Answer:** `x', '**Answer:** `x`').replace('## B', '## B <!-- id: b -->');
  expect(readFileSync(path, 'utf8')).toBe(after);
  expect((await deck('fix', path)).out).toBe('1 file, 0 ids written\n');
});

it('refuses to fix a file that is not UTF-8', async () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('## Q\nA '), 0xff]);
  const path = write('a.md', bytes);
  expect(await deck('fix', path)).toMatchObject({
    code: 1,
    err: expect.stringContaining('FILE_NOT_UTF8') as string,
  });
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});

it('lists decks in a table', async () => {
  const path = write('a.md', `${front('a')}## A\n{{x}} {{y}}\n## B\nC\n`);
  expect((await deck('list', path)).out.split('\n')).toEqual([
    'deck  cards  prompts  basic  typed  choice  order  match  cloze  code  file',
    'a         2        3      1      0       0      0      0      1     0  F/a.md',
    '',
  ]);
});

it('names every file of the folder that is no deck, and counts the same in every command', async () => {
  mkdirSync(join(folder, 'decks/img'), { recursive: true });
  mkdirSync(join(folder, 'decks/old'));
  write('decks/a.md', `${front('a')}## Q <!-- id: q -->\nA\n\n## R <!-- id: r; order -->\n1. x\n`);
  write('decks/anki.txt', '#separator:tab\nQ\tA\n');
  write('decks/quiz.gift', '::q1:: Who waits? {\n=accept\n~bind\n}\n');
  write(
    'decks/deck.apkg',
    new Uint8Array([0x50, 0x4b, 3, 4, 0, ...new TextEncoder().encode('collection.anki2')]),
  );
  write('decks/questions.xml', '<quiz><question type="essay"/></quiz>');
  write('decks/b.markdown', front('b'));
  write('decks/old/c.md', front('c'));
  write('decks/img/x.png', 'x');
  write('decks/facts.test.ts', '');
  write('decks/.b.md.swp', '');
  const checked = await deck('check');
  expect(checked.out.match(/\S+ warning FILE_PASSED_OVER.*/g)).toEqual([
    'F/decks/anki.txt:1:1 warning FILE_PASSED_OVER: this file is not a deck of this site, so no page shows what is in it: it looks like a text export of Anki',
    'F/decks/b.markdown:1:1 warning FILE_PASSED_OVER: this file is not a deck of this site, so no page shows what is in it: it looks like Markdown under another ending',
    'F/decks/deck.apkg:1:1 warning FILE_PASSED_OVER: this file is not a deck of this site, so no page shows what is in it: it looks like a package of Anki',
    'F/decks/old/c.md:1:1 warning FILE_PASSED_OVER: only files right in the folder of decks are read, and this one is in a folder below it',
    'F/decks/questions.xml:1:1 warning FILE_PASSED_OVER: this file is not a deck of this site, so no page shows what is in it: it looks like a quiz in Moodle XML',
    'F/decks/quiz.gift:1:1 warning FILE_PASSED_OVER: this file is not a deck of this site, so no page shows what is in it: it looks like a quiz in GIFT',
  ]);
  expect(checked.out).toContain('1 file, 1 card, 1 card left out, 1 error, 6 warnings');
  const listed = await deck('list');
  expect(listed.err.match(/FILE_PASSED_OVER/g)).toHaveLength(6);
  expect(listed.out.split('\n').slice(0, 2)).toEqual([
    'deck  cards  left out  prompts  basic  typed  choice  order  match  cloze  code  file',
    'a         1         1        1      1      0       0      0      0      0     0  F/decks/a.md',
  ]);
  const library = new DeckLibrary(folder);
  const [entry] = await library.list();
  expect([entry?.deck.prompts.length, entry?.leftOut.length]).toEqual([1, 1]);
  expect((await library.unreadable()).map(({ code }) => code)).toEqual(new Array(6).fill('FILE_PASSED_OVER'));
});

it.each([
  ['quiz.gift', '::q1:: Who waits? {\n=accept\n}\n', 'it looks like a quiz in GIFT'],
  ['deck.apkg', 'PK\u0003\u0004collection.anki2', 'it looks like a package of Anki'],
  ['sockets.markdown', `${front('a')}## Q\nA\n`, 'it looks like Markdown under another ending'],
  ['cards.csv', 'a,b\nc,d\n', 'it looks like a table in CSV'],
])('says what a file looks like that was named and is no deck: %s', async (name, text, message) => {
  const path = write(name, text);
  const { code, out } = await deck('check', path);
  expect(out).toContain(`error FILE_FOREIGN: this is not a deck of this site: ${message}`);
  expect(code).toBe(1);
  for (const command of ['fix', 'list'])
    expect(await deck(command, path)).toMatchObject({
      code: 1,
      err: expect.stringContaining('FILE_FOREIGN') as string,
    });
  expect(readFileSync(path, 'utf8')).toBe(text);
});

it('says how many problems `fix` corrects, ids included, and corrects as many', async () => {
  const cards = Array.from({ length: 14 }, (_, index) => `## Question ${String(index)}\nA\n\n`).join('');
  const path = write('a.md', `${front('a')}${cards}## R <!-- id: r -->\n**Answer:** \`x\n`);
  expect((await deck('check', path)).out).toContain('`npm run deck -- fix` corrects 15 of these.');
  await deck('fix', path);
  expect((await deck('check', path)).out).toBe('1 file, 15 cards, 0 errors, 0 warnings\n');
});

it('moves the comment below a heading into it, with its id and its kind', async () => {
  const path = write('a.md', `${front('a')}## Put in order\n<!-- id: a; order -->\n1. bind()\n2. listen()\n`);
  expect((await deck('check', path)).out).toContain('`npm run deck -- fix` corrects 1 of these.');
  await deck('fix', path);
  expect(readFileSync(path, 'utf8')).toBe(
    `${front('a')}## Put in order <!-- id: a; order -->\n1. bind()\n2. listen()\n`,
  );
});

describe('in a process of its own', () => {
  it('ends with the exit code, and says on the right output what it says', async () => {
    const path = write('a.md', `${front('a')}## Q\nA\n`);
    const env = { CONTENT_DIR: folder };
    const [helped, misused, wrong] = await Promise.all([
      spawnCommand('deck', ['--help'], env),
      spawnCommand('deck', ['check', '--colour'], env),
      spawnCommand('deck', ['check', path], env),
    ]);
    expect(helped).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') as string, err: '' });
    expect(misused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage:') as string });
    expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('1 error') as string, err: '' });
  });

  it('ends quietly when nobody reads what it prints', async () => {
    const child = startCommand('deck', ['check', write('a.md', front('a') + '## Q\nA\n'.repeat(2000))]);
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said += data.toString()));
    child.stdout.once('data', () => child.stdout.destroy());
    await once(child, 'close');
    expect(said).toBe('');
  });
});

it('paints what goes to a terminal, unless NO_COLOR is set', () => {
  const path = write('a.md', `${front('a')}## Q\nA\n`);
  const printed = (env: Record<string, string>): string => {
    const out: string[] = [];
    const stdout = { write: (text: string) => out.push(text), isTTY: true };
    main(['check', path], { stdout, stderr: stdout, env });
    return out.join('');
  };
  expect(printed({})).toContain('\u001b[31merror');
  expect(printed({ NO_COLOR: '1' })).not.toContain('\u001b');
});
