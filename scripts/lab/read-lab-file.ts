import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import type { LabScript } from '#lib/lab/script/ast.ts';
import { parseLabFile } from '#lib/lab/script/parse-lab-file.ts';
import { readDeckFile } from '../deck/read-deck-file.ts';
import type { NamedFile } from './arguments.ts';

export interface ReadLabFile {
  readonly file: string;
  /** `null`: it could not be read. */
  readonly text: string | null;
  readonly scripts: readonly LabScript[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file and its scripts. That a file has none is worth a word only where the file itself was named. */
export function readLabFile({ file, isNamed }: NamedFile): ReadLabFile {
  const read = readDeckFile(file);
  if ('diagnostic' in read) return { file, text: null, scripts: [], diagnostics: [read.diagnostic] };
  const { scripts, diagnostics } = parseLabFile(read.text, file);
  return {
    file,
    text: read.text,
    scripts,
    diagnostics: isNamed ? diagnostics : diagnostics.filter(({ code }) => code !== 'LAB_SCRIPT_NONE'),
  };
}
