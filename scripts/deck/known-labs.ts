import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownLab } from '#lib/deck/deck-reader.ts';
import { knownLab } from '#lib/lab/guide/known-lab.ts';
import { readGuide } from '#lib/lab/guide/read-guide.ts';
import { readDeckFile } from './read-deck-file.ts';

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
