import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { unusableName } from './folder-name.mjs';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-without-packages-'));
  for (const part of ['scripts', 'server', 'package.json', 'package-lock.json'])
    cpSync(part, join(folder, part), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No npm is found, so the installation fails, and nothing is downloaded. */
function run(project: string, command: string) {
  return spawnSync(process.execPath, [join(project, `scripts/${command}.mjs`)], {
    env: { NODE_ENV: 'test', PATH: folder },
    encoding: 'utf8',
  });
}

it.each(['start', 'test', 'check', 'bench', 'deck', 'lab', 'project/build'])(
  'installs packages before %s needs one',
  (command) => {
    const { status, stderr } = run(folder, command);
    expect(stderr).toContain('There is no npm on the PATH.\nThe packages could not be installed.');
    expect(status).toBe(1);
  },
);

it.each([
  ['a b', 'The packages could not be installed'],
  ['Übung', 'The packages could not be installed'],
  ['a#b%41?c', 'The packages could not be installed'],
  ['a:b', 'The packages could not be installed'],
  ['a*b', 'finds no files below a folder with * in its name'],
])('begins, or says why not, in a folder with the name %s', (name, said) => {
  const moved = join(folder, '..', `${basename(folder)}-${name}`);
  renameSync(folder, moved);
  try {
    const { status, stderr } = run(moved, 'start');
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(1);
  } finally {
    renameSync(moved, folder);
  }
});

it('says that pages cannot be built in a folder with # in its name', () => {
  expect(unusableName('/home/c#/project', 'build')).toContain('Tailwind CSS finds no files');
  expect(unusableName('/home/c#/project', 'run')).toBeNull();
  expect(unusableName('/home/ä b%41?/project', 'build')).toBeNull();
});
