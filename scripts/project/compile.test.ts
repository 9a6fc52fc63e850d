import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { compile, sourceCommand } from './compile.mjs';
import { root } from './run.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-compile-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs Node.js with a temporary folder that holds nothing. */
function node(args: readonly string[]) {
  const env = { ...process.env, TMPDIR: folder };
  return spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
}

it.each([
  ['deck', ['scripts/deck.mjs', 'check']],
  ['lab', ['scripts/lab.mjs', 'check', 'content/labs/echo.md']],
  ['a program of the tests', sourceCommand('test/scripts/fails.ts').slice(1)],
])('takes no code from the temporary folder, and leaves none there, when it runs %s', (_, args) => {
  const { stdout, stderr } = node(args);
  expect(stdout + stderr).not.toBe('');
  expect(readdirSync(folder)).toEqual([]);
});

it('keeps compiled programs where nobody may write who may not write the sources', async () => {
  const { folder: compiled, files } = await compile(['server/main.ts']);
  expect(files).toEqual([join(compiled, 'server/main.js')]);
  expect(compiled.startsWith(join(root, '.cache'))).toBe(true);
  const mayOthersWrite = [join(root, '.cache'), compiled, ...files].filter(
    (path) => (statSync(path).mode & 0o002) !== 0,
  );
  expect(mayOthersWrite).toEqual([]);
});

it('names the line of the source in an error', () => {
  const [, ...args] = sourceCommand('test/scripts/fails.ts');
  const { stderr, status } = node(args);
  expect(stderr).toMatch(/test\/scripts\/fails\.ts:5:\d+/);
  expect(stderr).toContain('on purpose');
  expect(status).toBe(1);
});

it('compiles once for all who ask', async () => {
  const [first, second] = await Promise.all([compile(['server/main.ts']), compile(['server/main.ts'])]);
  expect(first).toEqual(second);
  const leftovers = readdirSync(join(first.folder, 'server')).filter((name) => !/\.js(\.map)?$/.test(name));
  expect(leftovers).toEqual(['front'].filter((name) => leftovers.includes(name)));
});
