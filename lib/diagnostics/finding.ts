import type { CodeInfo } from '#lib/diagnostics/call-codes.ts';
import { codes, type DiagnosticCode } from '#lib/diagnostics/codes.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';

/** One line of a text: offsets in UTF-16 code units, `end` before the line ending. */
export interface SourceLine {
  readonly start: number;
  readonly end: number;
}

const lineFeed = 10;
const carriageReturn = 13;

/**
 * The lines of a text, as CommonMark sees them: `\n`, `\r\n` and a lone `\r` end a line. There is always at least one;
 * after a final line ending an empty line follows, as in an editor.
 */
export function sourceLines(text: string): SourceLine[] {
  const lines: SourceLine[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code !== lineFeed && code !== carriageReturn) continue;
    lines.push({ start, end: i });
    if (code === carriageReturn && text.charCodeAt(i + 1) === lineFeed) i++;
    start = i + 1;
  }
  lines.push({ start, end: text.length });
  return lines;
}

/** Index of the line that holds `offset`; an offset inside a line ending belongs to the line before it. */
export function lineIndexAt(lines: readonly SourceLine[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A stretch of a text, in UTF-16 code units; `end` is exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Text in place of a stretch. */
export interface Edit extends Range {
  readonly text: string;
}

/** A problem in a piece of text whose place in a file is not known yet. */
export interface Finding extends Range {
  /** A key of `codes`, or the code of a lint rule. */
  readonly code: string;
  readonly severity: CodeInfo['severity'];
  readonly message: string;
  readonly help: string;
  /** The edit that certainly corrects it; its offsets count as those of the finding. */
  readonly fix?: Edit;
}

/** Message and help are those of the code unless something more exact can be said. */
export function finding(code: DiagnosticCode, range: Range, message?: string, help?: string): Finding {
  const info = codes[code];
  return {
    code,
    severity: info.severity,
    start: range.start,
    end: range.end,
    message: message ?? info.message,
    help: help ?? info.help,
  };
}

export function isError({ severity }: Finding): boolean {
  return severity === 'error';
}

/** The same range, in a text that has `by` more characters before it. */
export function shiftedRange({ start, end }: Range, by: number): Range {
  return { start: start + by, end: end + by };
}

/** The same finding, in a text that has `by` more characters before it. */
export function shifted({ fix, ...found }: Finding, by: number): Finding {
  const moved = { ...found, ...shiftedRange(found, by) };
  return fix === undefined ? moved : { ...moved, fix: { ...fix, ...shiftedRange(fix, by) } };
}

/**
 * Places a finding in a file.
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
    severity: found.severity,
    code: found.code,
    message: found.message,
    help: found.help,
  };
}
