export interface Piece {
  readonly text: string;
  readonly isCode: boolean;
}

/** Where a single backtick may begin code: at the beginning, after a space, an opening bracket or a quotation mark. */
const mayBegin = /[\s([{"'“‘/|=-]/;

/** Three or more are those of a fence, which a message quotes. */
const fenceLength = 3;

function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === '`') end += 1;
  return end - at;
}

/** Whether a backtick at `at` opens something inside of code. */
function isOpening(text: string, at: number, length: number): boolean {
  const before = text[at - 1];
  const after = text[at + length];
  return (before === undefined || mayBegin.test(before)) && after !== undefined && !/\s/.test(after);
}

/**
 * Where the code that begins before `from` ends: at the next run of as many backticks, and at the one that belongs to it
 * where the code holds a pair of its own. `null`: nowhere.
 */
function codeEnd(text: string, from: number, length: number): number | null {
  let first: number | null = null;
  let depth = 0;
  for (let at = from; at < text.length;) {
    const run = runLength(text, at);
    if (run !== length) {
      at += Math.max(1, run);
      continue;
    }
    first ??= at;
    if (length === 1 && isOpening(text, at, run)) depth += 1;
    else if (depth === 0) return at;
    else depth -= 1;
    at += run;
  }
  return first;
}

/** The pieces of a sentence in which backticks mark code, as it is shown: a backtick without its pair is one. */
export function codeSpans(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let plain = '';
  for (let at = 0; at < text.length;) {
    const run = runLength(text, at);
    const end = run === 0 || run >= fenceLength ? null : codeEnd(text, at + run, run);
    if (end === null || end === at + run) {
      const length = Math.max(1, run);
      plain += text.slice(at, at + length);
      at += length;
      continue;
    }
    if (plain !== '') pieces.push({ text: plain, isCode: false });
    plain = '';
    const code = text.slice(at + run, end);
    // A space keeps the mark apart from a backtick of the code itself.
    pieces.push({ text: /^ `.*` $/.test(code) ? code.slice(1, -1) : code, isCode: true });
    at = end + run;
  }
  if (plain !== '') pieces.push({ text: plain, isCode: false });
  return pieces;
}
