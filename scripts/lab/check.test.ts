import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { maxValueBytes } from '#lib/lab/script/syntax/multiply.ts';
import { readOptions } from '#server/bridge/options.ts';
import { lab } from '#test/scripts/lab-command.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-lab-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it('shows nothing of a file that has no script', async () => {
  const file = join(folder, 'secret.md');
  writeFileSync(file, 'root:secret\n');
  const { out } = await lab(['run', file]);
  expect(out).toContain('LAB_SCRIPT_NONE');
  expect(out).not.toContain('secret:');
  expect(out).not.toContain('root:');
  expect((await lab(['check', folder])).out).toMatch(/^warning: there is no lab script in what was named\n/);
});

it('takes no value that a session would not', () => {
  const read = readOptions({ LAB_SOCKET: 'none', LAB_ORIGINS: 'none' });
  expect(read.ok && read.value.bridge.limits.sendBytes).toBe(maxValueBytes);
});

it('checks a guided lab as a whole, and labs against each other', async () => {
  mkdirSync(join(folder, 'labs'));
  const guide = (name: string, number: number, stage: string) => {
    const path = join(folder, 'labs', `${name}.md`);
    const front = `---\nlab: ${name}\ntitle: T\nnumber: ${String(number)}\n---\n`;
    writeFileSync(path, `${front}## Stage <!-- id: stage -->\n${stage}`);
    return path;
  };
  const good = guide('a', 1, 'Text.\n');
  const bad = guide('b', 1, '- [ ] one\n- [ ] two\n');
  const { code, out } = await lab(['check', '--json', join(folder, 'labs')]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    errors: 2,
    diagnostics: [
      {
        file: bad,
        line: 4,
        column: 9,
        code: 'LAB_NUMBER_TAKEN',
        message: `\`${good}\` already has the number 1`,
      },
      { file: bad, line: 7, code: 'CHOICE_NONE_RIGHT' },
    ],
  });
});

it('reports files that have no script or cannot be read, and is not content with nothing', async () => {
  const prose = join(folder, 'prose.md');
  writeFileSync(prose, '# Only prose\n');
  const broken = join(folder, 'broken.md');
  writeFileSync(broken, new Uint8Array([0x41, 0xff]));
  mkdirSync(join(folder, 'more/deep'), { recursive: true });
  writeFileSync(join(folder, 'more/deep/a.md'), '```lab\nclient> gethostname()\n```\n');
  expect(await lab(['run', prose])).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /warning LAB_SCRIPT_NONE[^]*there is no lab script that could be run/,
    ) as string,
  });
  expect(await lab(['run', broken])).toMatchObject({
    code: 1,
    out: expect.stringContaining('FILE_NOT_UTF8') as string,
  });
  expect(await lab(['check', join(folder, 'more')])).toMatchObject({
    code: 0,
    out: '1 file, 1 script, 0 errors, 0 warnings\n',
  });
});

it.each([
  [['rnu'], 'no command `rnu`'],
  [['run', '--colour'], "Unknown option '--colour'"],
  [['check', 'none.md'], 'no file `none.md`'],
  [['run', 'scripts'], 'no Markdown file in the folder'],
  [[], 'Usage:'],
])('answers %j with the usage and code 2', async (args, said) => {
  const { code, out, err } = await lab(args);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(said);
  expect(err).toContain('Usage: npm run lab');
});

it('helps', async () => {
  for (const args of [['--help'], ['run', '--help'], ['check', '-h']])
    expect(await lab(args)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Exit codes') as string,
    });
});

it('fixes labs: writes the ids of stages, corrects what has one correction, and says how many before', async () => {
  mkdirSync(join(folder, 'labs'));
  const path = join(folder, 'labs', 'echo.md');
  const front = '---\nlab: echo\ntitle: T\nnumber: 1\n---\n';
  writeFileSync(
    path,
    `${front}## What is asked first?\n- [x] a\n- [ ] b\n\n## And\n<!-- id: end -->\n**Answer:** \`x\n`,
  );
  expect((await lab(['check', folder])).out).toContain('`npm run lab -- fix` corrects 3 of these.');
  const { code, out } = await lab(['fix', folder]);
  expect(code).toBe(0);
  expect(out).toContain('1 file, 1 id written, 2 problems fixed');
  expect(readFileSync(path, 'utf8')).toBe(
    `${front}## What is asked first? <!-- id: asked-first -->\n- [x] a\n- [ ] b\n\n## And <!-- id: end -->\n**Answer:** \`x\`\n`,
  );
  expect((await lab(['check', folder])).out).not.toContain('fix` corrects');
});

it('fixes no file that is no lab', async () => {
  const path = join(folder, 'notes.md');
  writeFileSync(path, '## A heading\nText\n');
  expect((await lab(['fix', path])).out).toBe('0 files, 0 ids written\n');
  expect(readFileSync(path, 'utf8')).toBe('## A heading\nText\n');
});
