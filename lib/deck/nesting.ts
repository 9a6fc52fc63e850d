import type { Nodes as Node } from 'mdast';
import type { Nodes } from '#lib/deck/card-content.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** How many quotes, lists, bold words and the like may stand inside each other. */
const deepest = 60;
/** How many characters that may be markup one paragraph may hold: the time to pair them grows with their square. */
const mostMarks = 2000;

const marker = /[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$))/y;
const marks = /[*_~<[]/g;
const rule = /^[ \t]*([-*_])(?:[ \t]*\1)*[ \t]*$/;

function markersAt(line: string): number {
  if (!/^[ \t]*[>*+\d-]/.test(line) || rule.test(line)) return 0;
  // A list inside a list stands two characters further in.
  const indent = Math.floor(line.search(/[^ \t]/) / 2);
  let count = 0;
  marker.lastIndex = 0;
  while (count + indent <= deepest && marker.test(line)) count++;
  return count === 0 ? 0 : count + indent;
}

/** Looks at the lines of a card, one after the other, for what would take the parser of Markdown too long or too deep. */
export class NestingWatch {
  #marks = 0;
  #isFound = false;

  /** The first line that is too much; `null` for every other. */
  add(line: string, start: number): Finding | null {
    if (this.#isFound) return null;
    if (line.trim() === '') this.#marks = 0;
    // An image inside the text of an image takes longest of all.
    for (const [mark] of line.matchAll(marks)) this.#marks += mark === '[' ? 4 : 1;
    if (this.#marks <= mostMarks && (line.length <= deepest || markersAt(line) <= deepest)) return null;
    this.#isFound = true;
    return finding('NESTED_TOO_DEEP', { start, end: start + line.length });
  }
}

/** The first node with more levels in it than can be shown; a walk without recursion, so that no depth is too much. */
export function tooDeepNode(nodes: Nodes, base: number): Finding | null {
  for (const root of nodes) {
    let level: Node[] = [root];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > deepest) return finding('NESTED_TOO_DEEP', nodeRange(root, base));
      level = level.flatMap((node): Node[] => ('children' in node ? node.children : []));
    }
  }
  return null;
}
