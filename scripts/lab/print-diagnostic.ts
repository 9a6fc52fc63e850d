import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { formatDiagnostic, type Paint } from '#lib/diagnostics/format-diagnostic.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';

/** @param text of the file; `null`: it could not be read */
export function printDiagnostic(diagnostic: Diagnostic, text: string | null, paint: Paint): void {
  const at = text === null ? undefined : sourceLines(text)[diagnostic.line - 1];
  const source = text === null ? null : text.slice(at?.start ?? 0, at?.end ?? 0);
  console.log(`${formatDiagnostic(diagnostic, source, paint)}\n`);
}
