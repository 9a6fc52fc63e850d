import { codes, type DiagnosticCode } from '#lib/diagnostics/codes.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';
import { lineIndexAt, type SourceLine } from '#lib/diagnostics/source-lines.ts';

/** A stretch of a text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Text in place of a stretch. */
export interface Edit extends Range {
  readonly text: string;
}

/** A problem in a piece of text that does not know yet where in which file it stands. */
export interface Finding extends Range {
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly help: string;
  /** What mends it beyond doubt; offsets count as those of the finding. */
  readonly fix?: Edit;
}

/** Message and help are those of the code unless something more exact can be said. */
export function finding(code: DiagnosticCode, range: Range, message?: string, help?: string): Finding {
  const info = codes[code];
  return {
    code,
    start: range.start,
    end: range.end,
    message: message ?? info.happened,
    help: help ?? info.todo,
  };
}

/**
 * Gives a finding its place in a file.
 *
 * @param lines the lines of the text that the finding's offsets count in
 * @param firstLine the 1-based line of the file on which that text begins
 */
export function toDiagnostic(
  found: Finding,
  file: string,
  lines: readonly SourceLine[],
  firstLine: number,
): Diagnostic {
  const index = lineIndexAt(lines, found.start);
  const line = lines[index] ?? { start: 0, end: 0 };
  const start = Math.min(found.start, line.end);
  const end = Math.min(found.end, line.end);
  return {
    file,
    line: firstLine + index,
    column: start - line.start + 1,
    length: Math.max(1, end - start),
    severity: codes[found.code].severity,
    code: found.code,
    message: found.message,
    help: found.help,
  };
}
