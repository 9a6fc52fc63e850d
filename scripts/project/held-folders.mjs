import { readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isRunning, processName } from './process-name.mjs';

/** Folders that nobody holds and that are kept nevertheless: those of branches that are switched between. */
const keptUnheld = 2;
const mark = 'held-by-';

/**
 * Keeps a folder of built files from being removed for as long as this process runs. Where nobody may write, nobody removes
 * either.
 *
 * @param {string} folder
 */
export async function holdFolder(folder) {
  const file = join(folder, `${mark}${process.pid}`);
  try {
    await writeFile(file, processName(process.pid) ?? '');
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) return;
    throw error;
  }
  process.once('exit', () => rmSync(file, { force: true }));
}

async function isHeld(folder) {
  const marks = (await readdir(folder)).filter((name) => name.startsWith(mark));
  const names = await Promise.all(marks.map((name) => readFile(join(folder, name), 'utf8').catch(() => '')));
  return names.some(isRunning);
}

/**
 * Removes built folders that no process holds, but for the newest few.
 *
 * @param {string} parent
 * @param {string} prefix of the names of such folders
 * @param {string} current the folder that is to be used now
 */
export async function removeOldFolders(parent, prefix, current) {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  const folders = names.map((name) => join(parent, name)).filter((folder) => folder !== current);
  const unheld = [];
  for (const folder of folders) {
    // Another process may be removing it as well.
    const found = await stat(folder).catch(() => null);
    if (found?.isDirectory() && !(await isHeld(folder).catch(() => true)))
      unheld.push({ folder, changedMs: found.mtimeMs });
  }
  unheld.sort((a, b) => b.changedMs - a.changedMs);
  for (const { folder } of unheld.slice(keptUnheld)) await rm(folder, { recursive: true, force: true });
}
