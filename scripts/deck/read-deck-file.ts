import { readFileSync } from 'node:fs';
import { decode } from '#lib/deck/decode.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';

export type DeckFile =
  { readonly bytes: Uint8Array; readonly text: string } | { readonly diagnostic: Diagnostic };

const reasons = new Map([
  ['EACCES', 'you may not read it'],
  ['EPERM', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'it does not exist'],
]);

/** The bytes of a file and their text without a byte order mark, or why there is none. */
export function readDeckFile(file: string): DeckFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const message = `the file cannot be read: ${reasons.get(code) ?? code}`;
    return {
      diagnostic: toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 0 }, message), file, [], 1),
    };
  }
  const decoded = decode(bytes, file);
  return 'diagnostic' in decoded ? decoded : { bytes, text: decoded.text };
}
