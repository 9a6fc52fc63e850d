import { readFileSync } from 'node:fs';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { failure, type Result, success } from '#lib/failures/result.ts';
import { decode, unreadableFile } from '#lib/node/text-file.ts';

export interface TextFile {
  readonly bytes: Uint8Array;
  /** Without a byte order mark. */
  readonly text: string;
}

export function readTextFile(file: string): Result<TextFile, Diagnostic> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return failure(unreadableFile(file, error));
  }
  const decoded = decode(bytes, file);
  return decoded.ok ? success({ bytes, text: decoded.value }) : decoded;
}
