import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';

/** The diagnostic for a file that the system refused to read. */
export function unreadableFile(file: string, error: NodeJS.ErrnoException): Diagnostic {
  const message = `the file cannot be read (${error.code ?? error.message})`;
  return toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 1 }, message), file, [], 1);
}
