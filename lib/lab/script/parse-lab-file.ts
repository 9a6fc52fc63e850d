import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';
import type { FencedScript } from '#lib/lab/script/ast.ts';
import { parseScripts } from '#lib/lab/script/parse-scripts.ts';

export interface LabFile {
  readonly scripts: readonly FencedScript[];
  /** By line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every lab script of a Markdown file. Never throws, and takes time in proportion to the file's length.
 *
 * @param text with or without a byte order mark, which is counted in no offset
 * @param file path, as diagnostics name it
 */
export function parseLabFile(text: string, file: string): LabFile {
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  const lines = sourceLines(content);
  const { scripts, findings } = parseScripts(content, lines);
  const none =
    scripts.length === 0 && findings.length === 0 ? [finding('LAB_SCRIPT_NONE', { start: 0, end: 1 })] : [];
  return {
    scripts,
    diagnostics: [...findings, ...none]
      .map((one) => toDiagnostic(one, file, lines, 1))
      .sort((a, b) => a.line - b.line || a.column - b.column),
  };
}
