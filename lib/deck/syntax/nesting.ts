import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** The number of quotes, lists, bold words and the like that may be nested. */
export const deepest = 60;
/** The number of characters that may be markup in one paragraph: the time to pair them grows with its square. */
const mostMarks = 2000;

const marker = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y;
const marks = /[*_~<[]/g;
const rule = /^[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$/;

function markersAt(line: string): number {
  if (!/^[ \t]*[>*+\d-]/.test(line) || rule.test(line)) return 0;
  // A list inside a list is indented by two more characters.
  const indent = Math.floor(line.search(/[^ \t]/) / 2);
  let count = 0;
  marker.lastIndex = 0;
  while (count + indent <= deepest && marker.test(line)) count++;
  return count === 0 ? 0 : count + indent;
}

/** Checks the lines of a card, in order, for Markdown that would take the parser too long or too deep. */
export class NestingWatch {
  #marks = 0;
  #isFound = false;

  /** Reports the first such line; `null` for every other. */
  add(line: string, start: number): Finding | null {
    if (this.#isFound) return null;
    if (line.trim() === '') this.#marks = 0;
    // An image inside the text of an image takes longest.
    for (const [mark] of line.matchAll(marks)) this.#marks += mark === '[' ? 4 : 1;
    if (this.#marks <= mostMarks && (line.length <= deepest || markersAt(line) <= deepest)) return null;
    this.#isFound = true;
    return finding('NESTED_TOO_DEEP', { start, end: start + line.length });
  }
}
