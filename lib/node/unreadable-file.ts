import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';

const reasons = new Map([
  ['EACCES', 'you may not read it'],
  ['EPERM', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'it does not exist'],
  ['ELOOP', 'its symbolic links go in a circle'],
]);

/** The diagnostic for a file that the system refused to read. */
export function unreadableFile(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const message = `the file cannot be read: ${reasons.get(code) ?? code}`;
  return toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 0 }, message), file, [], 1);
}
