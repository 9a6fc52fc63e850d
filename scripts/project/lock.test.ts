import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { removeOldFolders } from './held-folders.mjs';
import { oneAtATime } from './lock.mjs';
import { isRunning, processName } from './process-name.mjs';

let folder = '';
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ackademy-lock-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** A process that runs `body` with the lock's functions at hand. */
function start(body: string): ChildProcess & { stdout: NonNullable<ChildProcess['stdout']> } {
  const from = (name: string) => JSON.stringify(pathToFileURL(join(import.meta.dirname, name)).href);
  const program = `
    import { spawn } from 'node:child_process';
    import { existsSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
    import { setTimeout as pause } from 'node:timers/promises';
    import { oneAtATime } from ${from('lock.mjs')};
    import { holdFolder } from ${from('held-folders.mjs')};
    const folder = ${JSON.stringify(folder)};
    ${body}`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

const forever = 'setInterval(() => {}, 1 << 30); await new Promise(() => {});';
const quietly = { waits: () => {} };

it('does the work of several processes one after another', async () => {
  const work = `
    await oneAtATime('works', async () => {
      if (existsSync(folder + '/inside')) process.exit(3);
      writeFileSync(folder + '/inside', '');
      await pause(50);
      rmSync(folder + '/inside');
    }, { folder, waits() {} });`;
  const ended = await Promise.all(Array.from({ length: 5 }, () => once(start(work), 'exit')));
  expect(ended).toEqual(Array.from({ length: 5 }, () => [0, null]));
  expect(readdirSync(folder)).toEqual([]);
});

it('says for whom it waits, and goes on as soon as that process is killed', async () => {
  const holder = start(
    `await oneAtATime('builds the pages', async () => { process.stdout.write('holds'); ${forever} }, { folder });`,
  );
  await once(holder.stdout, 'data');
  const waitedFor: unknown[] = [];
  const waits = (found: { pid: number; doing: string }) => {
    waitedFor.push({ pid: found.pid, doing: found.doing });
    holder.kill('SIGKILL');
  };
  expect(await oneAtATime('works', () => Promise.resolve('done'), { folder, waits })).toBe('done');
  expect(waitedFor).toEqual([{ pid: holder.pid, doing: 'builds the pages' }]);
});

it('waits for what a killed process started, which goes on by itself', async () => {
  const holder = start(`
    await oneAtATime('installs packages', async (alsoHolds) => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' });
      await alsoHolds(child.pid);
      process.stdout.write(String(child.pid));
      ${forever}
    }, { folder });`);
  const [said] = (await once(holder.stdout, 'data')) as [Buffer];
  const orphan = Number(said.toString());
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  let orphanRan: boolean | null = null;
  const waits = () => {
    orphanRan = processName(orphan) !== null;
    process.kill(orphan, 'SIGKILL');
  };
  await oneAtATime('works', () => Promise.resolve(), { folder, waits });
  expect(orphanRan).toBe(true);
});

it('lets one process replace the lock of a killed one, however many wait', async () => {
  const dead = start(
    `await oneAtATime('dies', async () => process.kill(process.pid, 'SIGKILL'), { folder });`,
  );
  await once(dead, 'exit');
  expect(existsSync(join(folder, 'lock'))).toBe(true);
  let inside = 0;
  let most = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise(setImmediate);
    inside -= 1;
  };
  await Promise.all(Array.from({ length: 8 }, () => oneAtATime('works', work, { folder, ...quietly })));
  expect(most).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
});

it.each(['', '{"proc', 'null', '{}'])('replaces an old lock of which %j is left', async (left) => {
  const lock = join(folder, 'lock');
  writeFileSync(lock, left);
  const minuteAgo = Date.now() / 1_000 - 60;
  utimesSync(lock, minuteAgo, minuteAgo);
  expect(await oneAtATime('works', () => Promise.resolve('done'), { folder, ...quietly })).toBe('done');
});

it('takes no later process for the one that had its id', () => {
  const name = processName(process.pid) ?? '';
  expect(isRunning(name)).toBe(true);
  expect(isRunning(`${String(process.pid)} ${'1'.repeat(30)}`)).toBe(false);
  expect(isRunning('')).toBe(false);
  expect(isRunning('0 0')).toBe(false);
});

it('keeps a folder for as long as a process holds it, and the newest others', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'].map((letter) => `build-${letter}`);
  for (const name of names) mkdirSync(join(folder, name));
  const holder = start(`
    await holdFolder(folder + '/build-a');
    process.stdout.write('holds');
    ${forever}`);
  await once(holder.stdout, 'data');
  mkdirSync(join(folder, 'other'));
  const current = join(folder, 'build-e');
  await removeOldFolders(folder, 'build-', current);
  const kept = readdirSync(folder);
  expect(kept).toEqual(expect.arrayContaining(['build-a', 'build-e', 'other']));
  expect(kept.length).toBe(5);
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  // Both are newer than the one that was held.
  for (const name of ['build-x', 'build-y', 'build-z']) mkdirSync(join(folder, name));
  const past = new Date(0);
  utimesSync(join(folder, 'build-a'), past, past);
  await removeOldFolders(folder, 'build-', current);
  expect(readdirSync(folder)).not.toContain('build-a');
});

it('names a lock that it cannot make', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(
    oneAtATime('works', () => Promise.resolve(), { folder: join(folder, 'file', 'below') }),
  ).rejects.toThrow(/ENOTDIR|EEXIST/);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('');
});
