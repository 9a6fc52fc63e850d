/** A problem in a file, as data. Prints like a message of a compiler. */
export interface Diagnostic {
  /** Path as the reader would type it, relative to the project. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units, like an editor's. */
  readonly column: number;
  /** The number of code units from `column` on that are wrong, at least 1; they end on the same line. */
  readonly length: number;
  readonly severity: 'error' | 'warning';
  /** Stable; an entry of `docs/errors.md`. */
  readonly code: string;
  /** The problem: one clause, no full stop. */
  readonly message: string;
  /** The correction: one clause, no full stop. */
  readonly help: string;
}

const tabWidth = 4;
/** Longer source lines are cut on both sides of the caret. */
const maxColumns = 110;

/** East Asian wide characters and emoji take two columns of a terminal, combining marks none (UAX #11, roughly). */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const zeroWidth = /^[\p{Mn}\p{Me}\u200b-\u200d\ufe00-\ufe0f]$/u;
const control = /^\p{Cc}$/u;

interface Cell {
  /** The printed form: tabs become spaces, control characters a dot. */
  readonly shown: string;
  readonly width: number;
  readonly codeUnits: number;
}

function cellsOf(line: string): Cell[] {
  return Array.from(line, (char): Cell => {
    const codeUnits = char.length;
    if (char === '\t') return { shown: ' '.repeat(tabWidth), width: tabWidth, codeUnits };
    if (control.test(char)) return { shown: '·', width: 1, codeUnits };
    if (zeroWidth.test(char)) return { shown: char, width: 0, codeUnits };
    return { shown: char, width: wide.test(char) ? 2 : 1, codeUnits };
  });
}

interface Excerpt {
  readonly shown: string;
  readonly caretColumn: number;
  readonly caretWidth: number;
}

function excerpt(line: string, column: number, length: number): Excerpt {
  const before: Cell[] = [];
  const marked: Cell[] = [];
  const after: Cell[] = [];
  let unit = 0;
  for (const cell of cellsOf(line)) {
    if (unit < column - 1) before.push(cell);
    else if (unit < column - 1 + length) marked.push(cell);
    else after.push(cell);
    unit += cell.codeUnits;
  }
  const width = (cells: readonly Cell[]) => cells.reduce((sum, cell) => sum + cell.width, 0);
  const show = (cells: readonly Cell[]) => cells.map((cell) => cell.shown).join('');
  const cutMarked = marked.slice(0, maxColumns >> 1);
  const roomBefore =
    maxColumns - Math.min(width(cutMarked) + Math.min(width(after), maxColumns >> 2), maxColumns);
  let cutBefore = before;
  while (width(cutBefore) > roomBefore)
    cutBefore = cutBefore.slice(Math.max(1, (width(cutBefore) - roomBefore) >> 1));
  const roomAfter = Math.max(0, maxColumns - width(cutBefore) - width(cutMarked));
  const cutAfter = cutMarked.length < marked.length ? [] : after.slice(0, roomAfter);
  const lead = cutBefore.length < before.length ? '…' : '';
  const trail = cutMarked.length < marked.length || cutAfter.length < after.length ? '…' : '';
  return {
    shown: lead + show(cutBefore) + show(cutMarked) + show(cutAfter) + trail,
    caretColumn: lead.length + width(cutBefore),
    caretWidth: Math.max(1, width(cutMarked)),
  };
}

/** Wraps a piece of the message for the terminal; the default leaves it plain. */
export type Paint = (text: string, part: 'place' | 'error' | 'warning' | 'gutter' | 'help') => string;

/**
 * A diagnostic as a compiler prints it: four lines without a final line ending, or two where there is no source to show.
 *
 * @param sourceLine the line of the file that the diagnostic names, without its line ending; `null`: cannot be shown
 */
export function formatDiagnostic(
  diagnostic: Diagnostic,
  sourceLine: string | null,
  paint: Paint = (text) => text,
): string {
  const { file, line, column, length, severity, code, message, help } = diagnostic;
  const summary = `${paint(`${file}:${String(line)}:${String(column)}`, 'place')} ${paint(`${severity} ${code}`, severity)}: ${message}`;
  const advice = `${paint('help:', 'help')} ${help}`;
  if (sourceLine === null) return `${summary}\n${advice}`;
  const { shown, caretColumn, caretWidth } = excerpt(sourceLine, column, length);
  const margin = ' '.repeat(String(line).length);
  return [
    summary,
    `${paint(` ${String(line)} | `, 'gutter')}${shown}`,
    `${paint(` ${margin} | `, 'gutter')}${' '.repeat(caretColumn)}${paint('^'.repeat(caretWidth), severity)}`,
    advice,
  ].join('\n');
}
