import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { formatDiagnostic, type Paint } from '#lib/diagnostics/format-diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';

/**
 * A file without a script may be any file at all, so nothing of it is shown.
 *
 * @param text of the file; `null`: it could not be read
 */
export function printDiagnostic(diagnostic: Diagnostic, text: string | null, paint: Paint): void {
  const shown = diagnostic.code === 'LAB_SCRIPT_NONE' ? null : text;
  const at = shown === null ? undefined : sourceLines(shown)[diagnostic.line - 1];
  const source = shown === null ? null : shown.slice(at?.start ?? 0, at?.end ?? 0);
  console.log(`${formatDiagnostic(diagnostic, source, paint)}\n`);
}
