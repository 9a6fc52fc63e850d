import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownLab } from '#lib/deck/syntax/outline.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { knownLab, readGuide } from '#lib/guide/read-guide.ts';
import { decode, unreadableFile } from '#lib/node/text-file.ts';

type DeckFile = { readonly bytes: Uint8Array; readonly text: string } | { readonly diagnostic: Diagnostic };

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

/** The labs of a folder that have no errors; none where there is no such folder. */
export function knownLabs(folder: string): KnownLab[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const read = readDeckFile(file);
      const guide = 'diagnostic' in read ? null : readGuide(read.text, { file }).guide;
      return guide === null ? [] : [knownLab(guide)];
    });
}
