import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { finding, toDiagnostic } from '#lib/diagnostics/finding.ts';
import { sourceLines } from '#lib/diagnostics/source-lines.ts';

/** What a byte that is not UTF-8 becomes when decoding goes on regardless. */
const replacement = '\ufffd';

/**
 * The text of a file, without a byte order mark.
 *
 * @returns the diagnostic `FILE_NOT_UTF8` at the first byte that is not UTF-8
 */
export function decode(
  bytes: Uint8Array,
  file: string,
): { readonly text: string } | { readonly diagnostic: Diagnostic } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const text = new TextDecoder('utf-8').decode(bytes);
    const start = firstReplacement(bytes, text);
    const found = finding('FILE_NOT_UTF8', { start, end: start + 1 });
    return { diagnostic: toDiagnostic(found, file, sourceLines(text), 1) };
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
