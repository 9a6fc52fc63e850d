import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readArguments, shownPath, UsageError } from '../command/arguments.ts';
import type { CommandIo } from '../command/output.ts';

export interface NamedFile {
  /** As diagnostics show it: relative to the working directory where that is shorter. */
  readonly file: string;
  /** Named itself, not found in a folder that was named. */
  readonly isNamed: boolean;
}

export interface Arguments {
  readonly files: readonly NamedFile[];
  readonly json: boolean;
}

/** Names with a dot in front are those of editors and systems. */
function markdownIn(folder: string): NamedFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownIn(path);
      return entry.name.endsWith('.md') ? [{ file: shownPath(path), isNamed: false }] : [];
    });
}

function filesAt(path: string): NamedFile[] {
  if (!existsSync(path)) throw new UsageError(`there is no file \`${path}\``);
  if (!statSync(path).isDirectory()) return [{ file: shownPath(path), isNamed: true }];
  const files = markdownIn(path);
  if (files.length === 0) throw new UsageError(`there is no Markdown file in the folder \`${path}\``);
  return files;
}

/** @throws {UsageError} on an unknown option or a file that does not exist */
export function parseArguments(args: string[], env: CommandIo['env']): Arguments {
  const { values, positionals } = readArguments({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const paths = positionals.length === 0 ? [env['CONTENT_DIR'] ?? 'content'] : positionals;
  const files = new Map(paths.flatMap(filesAt).map((named) => [named.file, named]));
  return { files: [...files.values()], json: values.json };
}
