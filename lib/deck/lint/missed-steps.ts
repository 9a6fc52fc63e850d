import type { Nodes as Node } from 'mdast';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { type Edit, type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** What begins a step in another hand: `1)`, `1.)`, `(1)`, `1:`, `1 -`, `Step 1:`, `1.` without its space. */
const numbered = /^(?:step[ \t]*)?\(?(\d{1,2})(?:\.?[)\]:]|\.|[ \t]*[-–—]|(?=[ \t]))[ \t]*(?=\S)/i;
const lettered = /^\(?([a-h])[.)][ \t]+(?=\S)/i;
const bulleted = /^[-*+•–][ \t]*(?!\[)(?=\S)/;

interface Beginning {
  readonly length: number;
  /** Which step it says it is; `null`: it does not say. */
  readonly step: number | null;
}

function beginningOf(line: string): Beginning | null {
  const [number, digits] = numbered.exec(line) ?? [];
  if (number !== undefined) return { length: number.length, step: Number(digits) };
  const [letter, name = ''] = lettered.exec(line) ?? [];
  if (letter !== undefined) return { length: letter.length, step: name.toLowerCase().charCodeAt(0) - 96 };
  const [bullet] = bulleted.exec(line) ?? [];
  return bullet === undefined ? null : { length: bullet.length, step: null };
}

/** The stretch, which lies at the left margin, with `1. `, `2. ` … before each line, where each begins a step, and they agree on their order. */
function withNumbers(range: Range, source: string, from: number): Edit | null {
  const text = source.slice(range.start, range.end);
  const pieces = text.split(/(\r\n?|\n)/);
  const lines = pieces
    .filter((_, index) => index % 2 === 0)
    .map((line) => ({ line, begins: beginningOf(line) }));
  const isList = lines.every(
    ({ begins }, index) => begins !== null && (begins.step ?? from + index) === from + index,
  );
  if (!isList) return null;
  const written = lines.map(
    ({ line, begins }, index) => `${String(from + index)}. ${line.slice(begins?.length ?? 0)}`,
  );
  return { ...range, text: written.map((line, index) => line + (pieces[2 * index + 1] ?? '')).join('') };
}

function reported(found: Finding, fix: Edit | null): Finding {
  return fix === null ? found : { ...found, fix };
}

/**
 * What is said of what stands in the place of the numbered list.
 *
 * @param first the first line of the node
 */
export function missedSteps(node: Node, first: Range, base: number, source: string): Finding {
  const range = nodeRange(node, base);
  const isSeveral = /[\r\n]/.test(source.slice(range.start, range.end));
  const fix =
    node.type === 'list' || (node.type === 'paragraph' && isSeveral) ? withNumbers(range, source, 1) : null;
  if (node.type === 'list') {
    const message = 'the steps of an order are numbered, and the items of this list are not';
    return reported(finding('ORDER_LIST', first, message, 'write `1. `, `2. ` … in the right order'), fix);
  }
  if (fix === null) return finding('ORDER_LIST', first);
  const message = 'these steps are no numbered list in Markdown';
  return reported(finding('ORDER_LIST', first, message, 'write `1. `, `2. ` …, with a dot and a space'), fix);
}

/**
 * A list that another sign begins right below the steps, without an empty line: its items were meant as steps; `null`: it
 * stands apart.
 *
 * @param list the node of the steps
 * @param next the number of the step that comes next
 */
export function stepsWithOtherSign(
  list: Node,
  node: Node,
  first: Range,
  next: number,
  base: number,
  source: string,
): Finding | null {
  const range = nodeRange(node, base);
  const between = source.slice(nodeRange(list, base).end, range.start);
  if (node.type !== 'list' || !/^[ \t]*(?:\r\n?|\n)?[ \t]*$/.test(between)) return null;
  const message = 'this begins another list, for its sign is not that of the steps above';
  const found = finding(
    'ORDER_LIST',
    first,
    message,
    `write \`${String(next)}. \` for the next step, or put an empty line before it`,
  );
  return reported(found, withNumbers(range, source, next));
}
