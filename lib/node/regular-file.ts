import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { type FileHandle, open, realpath } from 'node:fs/promises';
import { sep } from 'node:path';
import type { ImageAt } from '#lib/deck/deck-reader.ts';

/** Opening a pipe without it waits for somebody who writes. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK;

/** Where a file may lie, and how large it may be. */
interface Bounds {
  /** Absolute path of an existing folder. */
  readonly folder: string;
  readonly mostBytes: number;
}

/** An error that says, like those of the system, why a file cannot be read: see `unreadableFile`. */
function refusal(code: 'NOT_A_FILE' | 'OUTSIDE' | 'TOO_LARGE' | 'EISDIR'): Error {
  return Object.assign(new Error(code), { code });
}

function refuse(found: Stats): void {
  if (found.isDirectory()) throw refusal('EISDIR');
  if (!found.isFile()) throw refusal('NOT_A_FILE');
}

function isInside(file: string, folder: string): boolean {
  return file.startsWith(folder + sep);
}

/**
 * The bytes of a file of somebody else's folder. Rejects with the system's error, or with an error of one of these codes:
 * `OUTSIDE` (a symbolic link leads out of the folder), `NOT_A_FILE` (a pipe, a socket, a device), `EISDIR`, `TOO_LARGE`.
 */
export async function readRegularFile(path: string, { folder, mostBytes }: Bounds): Promise<Buffer> {
  const target = await realpath(path);
  if (!isInside(target, await realpath(folder))) throw refusal('OUTSIDE');
  const file = await open(target, flags);
  try {
    const found = await file.stat();
    refuse(found);
    if (found.size > mostBytes) throw refusal('TOO_LARGE');
    return await readUpTo(file, mostBytes);
  } finally {
    await file.close();
  }
}

/** A file may grow while it is read. */
async function readUpTo(file: FileHandle, mostBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let total = 0;
  for (;;) {
    const { bytesRead, buffer } = await file.read({ buffer: Buffer.allocUnsafe(256 * 1024) });
    if (bytesRead === 0) return Buffer.concat(chunks);
    total += bytesRead;
    if (total > mostBytes) throw refusal('TOO_LARGE');
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

/** So much at the beginning and at the end of a file shows what it is. */
const edgeBytes = 512 * 1024;

/** The bytes of such a file, or of a large one its beginning and its end; throws what `readRegularFile` rejects with. */
export function readEnds(path: string, folder: string): Buffer {
  const target = realpathSync(path);
  if (!isInside(target, realpathSync(folder))) throw refusal('OUTSIDE');
  const file = openSync(target, flags);
  try {
    const found = fstatSync(file);
    refuse(found);
    const start = readSome(file, 0);
    return found.size <= edgeBytes
      ? start
      : Buffer.concat([start, readSome(file, Math.max(edgeBytes, found.size - edgeBytes))]);
  } finally {
    closeSync(file);
  }
}

function readSome(file: number, position: number): Buffer {
  const bytes = Buffer.alloc(edgeBytes);
  return bytes.subarray(0, readSync(file, bytes, 0, edgeBytes, position));
}

/** The file at a path, without reading it; or why there is none that may be read. */
export function lookAt(path: string, folder: string): Stats | Exclude<ImageAt, 'file'> {
  try {
    const target = realpathSync(path);
    if (!isInside(target, realpathSync(folder))) return 'outside';
    const found = statSync(target);
    return found.isFile() ? found : 'no file';
  } catch {
    return 'nothing';
  }
}
