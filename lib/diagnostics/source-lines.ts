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
