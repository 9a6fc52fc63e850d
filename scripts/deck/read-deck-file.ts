import { readFileSync } from 'node:fs';
import { decode } from '#lib/deck/decode.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { unreadableFile } from '#lib/node/unreadable-file.ts';

export type DeckFile =
  { readonly bytes: Uint8Array; readonly text: string } | { readonly diagnostic: Diagnostic };

/** The bytes of a file and their text without a byte order mark, or why there is none. */
export function readDeckFile(file: string): DeckFile {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    return { diagnostic: unreadableFile(file, error) };
  }
  const decoded = decode(bytes, file);
  return 'diagnostic' in decoded ? decoded : { bytes, text: decoded.text };
}
