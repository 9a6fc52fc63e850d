import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, shownPath, UsageError } from '../command/arguments.ts';
import type { CommandIo } from '../command/output.ts';

interface Arguments {
  /** Paths as diagnostics show them: relative to the working directory where that is shorter. */
  readonly files: readonly string[];
  readonly json: boolean;
}

function allDecks(env: CommandIo['env']): string[] {
  const folder = join(env['CONTENT_DIR'] ?? 'content', 'decks');
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new UsageError(`there is no folder \`${folder}\``);
  return decksIn(folder);
}

/** Names with a dot in front are those of editors and systems, not of decks. */
function decksIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && !name.startsWith('.'))
    .sort()
    .map((name) => shownPath(join(folder, name)));
}

function namedFolder(folder: string): string[] {
  const decks = decksIn(folder);
  if (decks.length === 0) throw new UsageError(`there is no deck in the folder \`${folder}\``);
  return decks;
}

/** A path that leads nowhere is a mistake in the command line; a file that cannot be read is a problem of that file. A folder stands for its decks. */
function named(files: readonly string[]): string[] {
  for (const file of files) {
    if (!existsSync(file)) throw new UsageError(`there is no file \`${file}\``);
  }
  const all = files.flatMap((file) => (statSync(file).isDirectory() ? namedFolder(file) : [shownPath(file)]));
  return [...new Set(all)];
}

/** @throws {UsageError} on a file that does not exist */
export function decksFrom(files: readonly string[], env: CommandIo['env']): readonly string[] {
  return files.length === 0 ? allDecks(env) : named(files);
}

/** @throws {UsageError} on an unknown option or a file that does not exist */
export function parseArguments(args: string[], env: CommandIo['env'], allowsJson: boolean): Arguments {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: allowsJson ? { json: { type: 'boolean', default: false } } : {},
  });
  return {
    files: decksFrom(positionals, env),
    json: values['json'] === true,
  };
}
