import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { failure, type Result } from '#lib/failures/result.ts';
import { foreignNamed } from '#lib/node/deck-folder.ts';
import { readTextFile, type TextFile } from '../command/read-text-file.ts';

/** Reads a file that was named as a deck. A failure says what the file looks like if it is something else. */
export function readDeckFile(file: string): Result<TextFile, Diagnostic> {
  if (!file.endsWith('.md')) return failure(foreignNamed(file));
  return readTextFile(file);
}
