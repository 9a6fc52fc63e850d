import { type Dirent, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { foreignFile } from '#lib/deck/foreign/foreign-file.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { readEnds } from '#lib/node/regular-file.ts';
import { unreadableFile } from '#lib/node/text-file.ts';

/** Files that belong to decks or to a project, and hold no questions. */
const companions =
  /\.(?:png|jpe?g|gif|webp|avif|svg|ico|mp3|ogg|wav|mp4|webm|woff2?|[cm]?[jt]sx?|py|pyc|sh|c|h|rs|go|java|css|lock|license)$|^(?:LICENSE|LICENCE|COPYING|NOTICE|Makefile|CODEOWNERS)\b/i;

interface DeckFolder {
  /** Names of the files that are read as decks. */
  readonly decks: readonly string[];
  /** Paths of all other files that may hold questions, from the folder. */
  readonly others: readonly string[];
}

/** Names with a dot in front are those of editors and systems, not of decks. */
function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules' || name === '__pycache__';
}

/** None where the folder cannot be read, or is gone by now. */
function entriesIn(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function filesBelow(folder: string): string[] {
  return entriesIn(folder).flatMap((entry) => {
    if (isHidden(entry.name)) return [];
    if (!entry.isDirectory()) return companions.test(entry.name) ? [] : [entry.name];
    return filesBelow(join(folder, entry.name)).map((name) => join(entry.name, name));
  });
}

/** What is in a folder of decks; only files in the folder itself are decks. Throws where it cannot be read. */
export function readDeckFolder(folder: string): DeckFolder {
  const decks: string[] = [];
  const others: string[] = [];
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const { name } = entry;
    if (isHidden(name)) continue;
    if (name.endsWith('.md')) decks.push(name);
    else if (entry.isDirectory())
      others.push(...filesBelow(join(folder, name)).map((below) => join(name, below)));
    else if (!companions.test(name)) others.push(name);
  }
  return { decks: decks.sort(), others: others.sort() };
}

/** Says what a file of a folder of decks looks like that is not read as a deck. */
export function passedOver(folder: string, path: string): Diagnostic {
  const file = relative(process.cwd(), join(folder, path)).split(sep).join('/');
  const isBelow = path.includes(sep);
  return describe(file, join(folder, path), folder, ({ what, way }) =>
    isBelow && path.endsWith('.md')
      ? finding(
          'FILE_PASSED_OVER',
          { start: 0, end: 1 },
          'only files right in the folder of decks are read, and this one is in a folder below it',
          'move it up, or out of the folder of decks',
        )
      : finding(
          'FILE_PASSED_OVER',
          { start: 0, end: 1 },
          `this file is not a deck of this site, so no page shows what is in it: it looks like ${what}`,
          way,
        ),
  );
}

/** The diagnostic for a file that was named as a deck and is none. */
export function foreignNamed(file: string): Diagnostic {
  return describe(file, file, dirname(file), ({ what, way }) =>
    finding(
      'FILE_FOREIGN',
      { start: 0, end: 1 },
      `this is not a deck of this site: it looks like ${what}`,
      way,
    ),
  );
}

function describe(
  file: string,
  path: string,
  folder: string,
  say: (found: ReturnType<typeof foreignFile>) => ReturnType<typeof finding>,
): Diagnostic {
  try {
    return toDiagnostic(say(foreignFile(basename(path), readEnds(path, folder))), file, [], 1);
  } catch (error) {
    return unreadableFile(file, error);
  }
}
