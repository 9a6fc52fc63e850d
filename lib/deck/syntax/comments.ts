import type { Range } from '#lib/diagnostics/finding.ts';

export interface LineComments {
  /** Comments that begin and end on the line, with `<!--` and `-->`. */
  readonly whole: readonly Range[];
  /** Offset of a `<!--` without its `-->`. */
  readonly opensAt: number | null;
  /** Whether a `-->` precedes every comment. */
  readonly closes: boolean;
}

/** HTML comments of one line, found in one pass from left to right. */
export function lineComments(line: string): LineComments {
  const whole: Range[] = [];
  let closes = false;
  let from = 0;
  for (;;) {
    const start = line.indexOf('<!--', from);
    const firstEnd = line.indexOf('-->', from);
    if (firstEnd !== -1 && (start === -1 || firstEnd < start)) closes = true;
    if (start === -1) return { whole, opensAt: null, closes };
    const end = line.indexOf('-->', start + 4);
    if (end === -1) return { whole, opensAt: start, closes };
    whole.push({ start, end: end + 3 });
    from = end + 3;
  }
}

/** The text with spaces in place of the ranges, which are ascending. */
export function hideRanges(text: string, ranges: readonly Range[]): string {
  let result = '';
  let from = 0;
  for (const { start, end } of ranges) {
    result += text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return result + text.slice(from);
}
