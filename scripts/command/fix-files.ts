import { randomUUID } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fixedText } from '#lib/deck/autofix.ts';
import { formatDiagnostic } from '#lib/diagnostics/diagnostic.ts';
import { type CommandIo, count, paintFor, print } from './output.ts';
import type { readTextFile } from './read-text-file.ts';

/** Why the file cannot be replaced; `null` where nothing is in the way. */
function obstacle(file: string): string | null {
  const target = realpathSync(file);
  if (!isWritable(target)) return 'you may not write to this file';
  const folder = dirname(target);
  return isWritable(folder) ? null : `you may not write to its folder \`${folder}\``;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Puts a whole new file in the place of the old one, so that nobody ever reads half of it. */
function replaceFile(file: string, bytes: Uint8Array): void {
  // Behind a symbolic link the file itself is replaced.
  const target = realpathSync(file);
  const temporary = join(dirname(target), `.${basename(target)}.${randomUUID()}.tmp`);
  const { mode } = statSync(target);
  try {
    writeFileSync(temporary, bytes, { flag: 'wx' });
    chmodSync(temporary, mode);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

const byteOrderMark = new Uint8Array([0xef, 0xbb, 0xbf]);

function hasMark(bytes: Uint8Array): boolean {
  return byteOrderMark.every((byte, index) => bytes[index] === byte);
}

function encode(text: string, withMark: boolean): Uint8Array {
  const body = new TextEncoder().encode(text);
  return withMark ? new Uint8Array([...byteOrderMark, ...body]) : body;
}

interface FixedFile {
  readonly ids: number;
  readonly fixed: number;
}

/** How much was written; `null` when the file was left alone because of an error, which has been printed. */
function fixFile(
  file: string,
  readFile: typeof readTextFile,
  { stdout, stderr, env }: CommandIo,
): FixedFile | null {
  const read = readFile(file);
  if (!read.ok) {
    print(stderr, formatDiagnostic(read.error, null, paintFor(stderr, env)));
    return null;
  }
  const { bytes, text: before } = read.value;
  const { text, fixed, ids: insertions } = fixedText(before);
  if (text === before) return { ids: 0, fixed: 0 };
  const what = insertions.length > 0 ? 'the ids' : 'the corrections';
  const reason = obstacle(file);
  if (reason !== null) {
    print(stderr, `${file}: ${what} cannot be written: ${reason}`);
    return null;
  }
  try {
    replaceFile(file, encode(text, hasMark(bytes)));
  } catch (error) {
    print(
      stderr,
      `${file}: ${what} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
    );
    return null;
  }
  for (const { line, code, text: now } of fixed)
    print(stdout, `${file}:${String(line)} fixed ${code}: ${now}`);
  for (const { line, id } of insertions) print(stdout, `${file}:${String(line)} id: ${id}`);
  return { ids: insertions.length, fixed: fixed.length };
}

/** Fixes decks or labs in place, and prints what it changed. Gives the exit code. */
export function fixFiles(files: readonly string[], readFile: typeof readTextFile, io: CommandIo): number {
  const written = files.map((file) => fixFile(file, readFile, io));
  const ids = written.reduce((sum, fixed) => sum + (fixed?.ids ?? 0), 0);
  const fixed = written.reduce((sum, fixed) => sum + (fixed?.fixed ?? 0), 0);
  const problems = fixed === 0 ? '' : `, ${count(fixed, 'problem')} fixed`;
  print(io.stdout, `${count(files.length, 'file')}, ${count(ids, 'id')} written${problems}`);
  return written.includes(null) ? 1 : 0;
}
