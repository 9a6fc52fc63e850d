import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { notInstalled } from './install.mjs';
import { root } from './run.mjs';

let project = '';

function write(path: string, content: unknown): void {
  mkdirSync(dirname(join(project, path)), { recursive: true });
  writeFileSync(join(project, path), typeof content === 'string' ? content : JSON.stringify(content));
}

const lock = {
  packages: {
    '': { version: '1.0.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/b': { version: '1.0.0' },
    'node_modules/types': { version: '1.0.0' },
    'node_modules/for-this-system': { version: '1.0.0', optional: true },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
};

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'ackademy-packages-'));
  const { 'node_modules/for-another-system': _, ...installed } = lock.packages;
  write('package.json', { dependencies: { a: '1.0.0', b: '1.0.0', types: '1.0.0' } });
  write('package-lock.json', lock);
  write('node_modules/.package-lock.json', { packages: installed });
  for (const [folder, { version }] of Object.entries(installed))
    if (folder !== '') write(`${folder}/package.json`, { version });
  write('node_modules/a/package.json', {
    version: '1.0.0',
    exports: {
      './other': './no.js',
      '.': { types: './no.d.ts', import: { node: './a.mjs' }, default: './no.js' },
    },
  });
  write('node_modules/a/a.mjs', '');
  write('node_modules/b/package.json', { version: '1.0.0', main: 'lib' });
  write('node_modules/b/lib/index.js', '');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

it('finds packages as the lockfile has them, with those for this system only', async () => {
  expect(await notInstalled(project)).toBeNull();
});

it('finds the packages of this project', async () => {
  expect(await notInstalled(root)).toBeNull();
});

const remove = (path: string) => () => rmSync(join(project, path), { recursive: true });

it.each<readonly [what: string, damage: () => void, found: string]>([
  ['there are none', remove('node_modules'), 'node_modules'],
  ['an installation was not finished', remove('node_modules/.package-lock.json'), 'node_modules'],
  [
    'what npm wrote is cut off',
    () => write('node_modules/.package-lock.json', '{"packages":{"node_m'),
    'node_modules',
  ],
  ['a package is gone', remove('node_modules/a/node_modules/b'), 'node_modules/a/node_modules/b'],
  [
    'the folder of a package is empty',
    () => {
      remove('node_modules/b')();
      mkdirSync(join(project, 'node_modules/b'));
    },
    'node_modules/b',
  ],
  ['a binary of this system is gone', remove('node_modules/for-this-system'), 'node_modules/for-this-system'],
  ['a manifest is cut off', () => write('node_modules/types/package.json', '{"ver'), 'node_modules/types'],
  [
    'a package has another version',
    () => write('node_modules/types/package.json', { version: '1.0.1' }),
    'node_modules/types',
  ],
  [
    'the lockfile asks for another version',
    () => {
      const packages = { ...lock.packages, 'node_modules/types': { version: '1.0.1' } };
      write('package-lock.json', { packages });
    },
    'node_modules/types',
  ],
  [
    'the lockfile asks for a package more',
    () =>
      write('package-lock.json', { packages: { ...lock.packages, 'node_modules/c': { version: '1.0.0' } } }),
    'node_modules/c',
  ],
  [
    'the lockfile asks for a package less',
    () => {
      const { 'node_modules/types': _, ...packages } = lock.packages;
      write('package-lock.json', { packages });
    },
    'node_modules/types',
  ],
  ['the file that an import loads is gone', remove('node_modules/a/a.mjs'), 'node_modules/a'],
  ['the file that `main` names is gone', remove('node_modules/b/lib'), 'node_modules/b'],
])('installs packages again where %s', async (_, damage, found) => {
  damage();
  expect(await notInstalled(project)).toBe(found);
});
