import { createHash } from 'node:crypto';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, sourceLines, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { failure, type Result, success } from '#lib/failures/result.ts';

/** A deck of 40,000 cards has some 5 MiB. */
export const mostTextBytes = 16 * 1024 ** 2;

/** What a byte that is not UTF-8 becomes when decoding goes on regardless. */
const replacement = '\ufffd';

/**
 * The text of a file, without a byte order mark.
 *
 * @returns the diagnostic `FILE_NOT_UTF8` at the first byte that is not UTF-8
 */
export function decode(bytes: Uint8Array, file: string): Result<string, Diagnostic> {
  try {
    return success(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const start = firstReplacement(bytes, text);
    const found = finding('FILE_NOT_UTF8', { start, end: start + 1 });
    return failure(toDiagnostic(found, file, sourceLines(text), 1));
  }
}

/** Offset of the first replacement that the file itself does not spell (`EF BF BD`). */
function firstReplacement(bytes: Uint8Array, text: string): number {
  const encoder = new TextEncoder();
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let position = mark;
  let from = 0;
  for (;;) {
    const at = text.indexOf(replacement, from);
    if (at === -1) return Math.max(0, text.length - 1);
    position += encoder.encode(text.slice(from, at)).length;
    if (bytes[position] !== 0xef || bytes[position + 1] !== 0xbf || bytes[position + 2] !== 0xbd) return at;
    position += 3;
    from = at + 1;
  }
}

/** A short name for a text, another one for any other text. */
export function versionOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

const reasons = new Map([
  ['EACCES', 'you may not read it'],
  ['EPERM', 'you may not read it'],
  ['EISDIR', 'it is a folder'],
  ['ENOENT', 'it does not exist'],
  ['NOT_A_FILE', 'it is a pipe, a socket or a device'],
  ['OUTSIDE', 'it is a symbolic link that leads out of the folder'],
  ['TOO_LARGE', `it has more than ${String(mostTextBytes / 1024 ** 2)} MiB`],
  ['ELOOP', 'its symbolic links go in a circle'],
]);

/** The diagnostic for a file that the system refused to read. */
export function unreadableFile(file: string, error: unknown): Diagnostic {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const otherwise = code ?? (error instanceof Error ? error.message.split(/[\r\n]/)[0] : 'unknown error');
  const message = `the file cannot be read: ${reasons.get(code ?? '') ?? otherwise ?? ''}`;
  return toDiagnostic(finding('FILE_UNREADABLE', { start: 0, end: 0 }, message), file, [], 1);
}
