import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';

const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

const { packages } = lockfile.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));

it('has an entry for every optional package, so that it installs on every system', () => {
  const folders = Object.keys(packages);
  const missing = Object.entries(packages).flatMap(([folder, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !folders.some((each) => each.endsWith(`node_modules/${name}`)))
      .map((name) => `${folder} → ${name}`),
  );
  expect(missing).toEqual([]);
});

it('names no address to download from', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

it('says of every package what its files are, so that no other ones are installed', () => {
  const unchecked = Object.entries(packages).filter(
    ([folder, { integrity = '' }]) => folder !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity),
  );
  expect(unchecked.map(([folder]) => folder)).toEqual([]);
});
