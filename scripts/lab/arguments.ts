import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../deck/arguments.ts';
import type { CommandIo } from '../deck/output.ts';

export interface NamedFile {
  /** As diagnostics show it: relative to the working directory where that is shorter. */
  readonly file: string;
  /** Given by its own name, not by its folder. */
  readonly isNamed: boolean;
}

export interface Arguments {
  readonly files: readonly NamedFile[];
  readonly json: boolean;
}

function shown(path: string): string {
  const short = relative('', path);
  return (short.startsWith('..') ? path : short).split(sep).join('/');
}

/** Names with a dot in front are those of editors and systems. */
function markdownIn(folder: string): NamedFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return markdownIn(path);
      return entry.name.endsWith('.md') ? [{ file: shown(path), isNamed: false }] : [];
    });
}

function filesAt(path: string): NamedFile[] {
  if (!existsSync(path)) throw new UsageError(`there is no file \`${path}\``);
  if (!statSync(path).isDirectory()) return [{ file: shown(path), isNamed: true }];
  const files = markdownIn(path);
  if (files.length === 0) throw new UsageError(`there is no Markdown file in the folder \`${path}\``);
  return files;
}

/** @throws {UsageError} on an unknown option or a file that does not exist */
export function parseArguments(args: string[], env: CommandIo['env']): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const paths = positionals.length === 0 ? [env['CONTENT_DIR'] ?? 'content'] : positionals;
    const files = new Map(paths.flatMap(filesAt).map((named) => [named.file, named]));
    return { files: [...files.values()], json: values.json };
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message.split('. ')[0] ?? error.message);
    throw error;
  }
}
