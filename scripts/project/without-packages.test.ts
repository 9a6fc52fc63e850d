import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-without-packages-'));
  for (const part of ['scripts', 'server', 'package.json', 'package-lock.json'])
    cpSync(part, join(folder, part), { recursive: true });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it.each(['start', 'test', 'check', 'bench', 'deck', 'lab', 'project/build'])(
  'installs packages before %s needs one',
  (command) => {
    // No npm is found, so the installation fails, and nothing is downloaded.
    const { status, stderr } = spawnSync(process.execPath, [join(folder, `scripts/${command}.mjs`)], {
      env: { NODE_ENV: 'test', PATH: folder },
      encoding: 'utf8',
    });
    expect(stderr).toContain('The packages could not be installed');
    expect(status).toBe(1);
  },
);
