import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './run.mjs';
import { isRunning, processName } from './process-name.mjs';

/** How often to look whether the holder of the lock is done, or gone. */
const lookEveryMs = 200;
/** A lock is one line, and written by then. */
const writingMs = 5_000;
/** What file systems without hard links answer. */
const noLinks = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

/** Creates `path` with what is in `own`; false: it exists. */
async function claim(own, path) {
  try {
    await link(own, path).catch((error) => {
      if (!noLinks.has(error.code)) throw error;
      return copyFile(own, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Its text, and whether a process that it names runs. Null: there is no such lock. */
async function look(path) {
  const text = await readFile(path, 'utf8').catch((error) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  try {
    const { processes, doing } = JSON.parse(text);
    return { text, doing, pid: Number.parseInt(processes[0], 10), isHeld: processes.some(isRunning) };
  } catch {
    // It is being written, or is what a full disk or a power cut left of it.
    const found = await stat(path).catch(() => null);
    const isFresh = found !== null && Date.now() - found.mtimeMs < writingMs;
    return { text, doing: 'begins', pid: 0, isHeld: isFresh };
  }
}

/**
 * Resolves when `path` is this process's.
 *
 * A lock whose holder was killed is replaced, by one process only: by the holder of the lock on that very lock.
 */
async function acquire(path, text, waits) {
  const own = `${path}.${randomUUID()}`;
  await writeFile(own, text);
  try {
    for (let isFirst = true; !(await claim(own, path));) {
      const found = await look(path);
      if (found === null) continue;
      if (found.isHeld) {
        if (isFirst) waits(found);
        isFirst = false;
        await pause(lookEveryMs);
        continue;
      }
      const ofThisOne = `${path}.${createHash('sha256').update(found.text).digest('hex').slice(0, 16)}`;
      await acquire(ofThisOne, text, () => {});
      const isSame = (await look(path))?.text === found.text;
      if (isSame) await rename(own, path);
      await rm(ofThisOne, { force: true });
      if (isSame) return;
    }
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Does what only one process of a project may do at a time. Others wait until it is done, or until its process is gone, and
 * with it those that it started and reported.
 *
 * @template Result
 * @param {string} doing what it does, such as `installs packages`
 * @param {(alsoHolds: (pid: number) => Promise<void>) => Promise<Result>} work reports the processes that go on when this one is
 *   killed
 * @param {{ folder?: string, waits?: (holder: { pid: number, doing: string }) => void }} [options]
 * @returns {Promise<Result>}
 */
export async function oneAtATime(doing, work, { folder = join(root, '.cache'), waits = reportWaiting } = {}) {
  const path = join(folder, 'lock');
  const processes = [processName(process.pid)];
  // Two locks of one process differ as well.
  const text = () => JSON.stringify({ processes, doing, id });
  const id = randomUUID();
  await mkdir(dirname(path), { recursive: true });
  await acquire(path, text(), waits);
  try {
    return await work(async (pid) => {
      const name = processName(pid);
      if (name === null) return;
      processes.push(name);
      const next = `${path}.${id}`;
      await writeFile(next, text());
      await rename(next, path);
    });
  } finally {
    await rm(path, { force: true });
  }
}

function reportWaiting({ pid, doing }) {
  process.stderr.write(`Waiting for process ${pid}, which ${doing} …\n`);
}
