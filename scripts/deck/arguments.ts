import { existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { passedOver, readDeckFolder } from '#lib/node/deck-folder.ts';
import { readArguments, shownPath, UsageError } from '../command/arguments.ts';
import type { CommandIo } from '../command/output.ts';

interface Arguments {
  /** Paths as diagnostics show them: relative to the working directory where that is shorter. */
  readonly files: readonly string[];
  /** The files of folders of decks that are not read as decks. */
  readonly passedOver: readonly Diagnostic[];
  readonly json: boolean;
}

type Files = Pick<Arguments, 'files' | 'passedOver'>;

function allDecks(env: CommandIo['env']): Files {
  const folder = join(env['CONTENT_DIR'] ?? 'content', 'decks');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`there is no folder \`${folder}\``);
  return filesIn(folder);
}

function filesIn(folder: string): Files {
  const { decks, others } = readDeckFolder(folder);
  return {
    files: decks.map((name) => shownPath(join(folder, name))),
    passedOver: others.map((path) => ({
      ...passedOver(folder, path),
      file: shownPath(join(folder, path)),
    })),
  };
}

function namedFolder(folder: string): Files {
  const found = filesIn(folder);
  // A folder of other things, such as the one that holds `decks/`, was named by mistake.
  const holdsFiles = found.passedOver.some(({ file }) => dirname(file) === shownPath(folder));
  if (found.files.length === 0 && !holdsFiles)
    throw new UsageError(`there is no deck in the folder \`${folder}\``);
  return found;
}

/** A path that leads nowhere is a mistake in the command line; a file that cannot be read is a problem of that file. A folder stands for its decks. */
function named(paths: readonly string[]): Files {
  for (const path of paths) {
    if (!existsSync(path)) throw new UsageError(`there is no file \`${path}\``);
  }
  const all = paths.map((path): Files =>
    statSync(path).isDirectory() ? namedFolder(path) : { files: [shownPath(path)], passedOver: [] },
  );
  return {
    files: [...new Set(all.flatMap(({ files }) => files))],
    passedOver: all.flatMap((one) => one.passedOver),
  };
}

function filesFrom(paths: readonly string[], env: CommandIo['env']): Files {
  return paths.length === 0 ? allDecks(env) : named(paths);
}

/** @throws {UsageError} on a file that does not exist */
export function decksFrom(files: readonly string[], env: CommandIo['env']): readonly string[] {
  return filesFrom(files, env).files;
}

/** @throws {UsageError} on an unknown option or a file that does not exist */
export function parseArguments(args: string[], env: CommandIo['env'], allowsJson: boolean): Arguments {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: allowsJson ? { json: { type: 'boolean', default: false } } : {},
  });
  return {
    ...filesFrom(positionals, env),
    json: values['json'] === true,
  };
}
