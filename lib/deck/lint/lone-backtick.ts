import type { Nodes as Node, PhrasingContent } from 'mdast';
import { nodeRange } from '#lib/deck/markdown/parse.ts';
import { type Edit, type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** An escaped character, or back-ticks. */
const escapedOrRun = /\\[^]|(`+)/g;
/** What stands before the words of an answer on its line. */
const lead = /^[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)?(?:\[[ xX]\][ \t]+)?(?:\*\*[A-Za-z ]+:\*\*[ \t]*)?/;
const between = /[ \t]*(?:(?<!\\)\||[ \t](?:—|–|--)[ \t])[ \t]*/g;
/** One word, or a call: what is code beyond doubt when a back-tick stands at one end of it. */
const plainlyCode = /^(?:[^\s`]+|[\w.]+\([^`]*\))$/;

/** Characters of a line that is looked at for where code begins and ends. */
const longestLine = 1000;

/** Back-ticks in the text of a node, where they mean nothing to Markdown. */
function runsIn(node: Node, base: number, text: string): Range[] {
  const { start, end } = nodeRange(node, base);
  return Array.from(text.slice(start, end).matchAll(escapedOrRun), ({ 1: run, index }) =>
    run === undefined ? null : { start: start + index, end: start + index + run.length },
  ).filter((range) => range !== null);
}

/** The back-tick that is missing, where only one place comes into question. */
function missing({ start, end }: Range, text: string): Edit | null {
  if (end - start !== 1) return null;
  const lineStart = Math.max(text.lastIndexOf('\n', start), text.lastIndexOf('\r', start)) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))?.[0] ?? '';
  if (line.length > longestLine) return null;
  const at = start - lineStart;
  const cuts = [...line.matchAll(between)];
  const from = Math.max(
    lead.exec(line)?.[0].length ?? 0,
    ...cuts.filter(({ index }) => index < at).map(({ 0: cut, index }) => index + cut.length),
  );
  const to = Math.min(
    line.trimEnd().length,
    ...cuts.filter(({ index }) => index > at).map(({ index }) => index),
  );
  const isFirst = at === from;
  if (!isFirst && at !== to - 1) return null;
  const code = isFirst ? line.slice(at + 1, to) : line.slice(from, at);
  const place = lineStart + (isFirst ? to : from);
  return plainlyCode.test(code) ? { start: place, end: place, text: '`' } : null;
}

/** Code that holds what hardly any code holds, so that its first back-tick is likely the one without a partner. */
function swallowing(children: readonly Node[], before: number, base: number, text: string): Range | null {
  for (const child of children) {
    const range = nodeRange(child, base);
    if (range.start >= before) return null;
    const content = text.slice(range.start, range.end).replace(/^`+|`+$/g, '');
    if (child.type === 'inlineCode' && /^\s|\s$|\s(?:—|\|)\s/.test(content)) return range;
  }
  return null;
}

/**
 * A back-tick in a paragraph, heading or cell that has no partner, so that it is shown, and what was meant as code is not.
 * The first one stands for all.
 *
 * @param text the card, with blanks and comments replaced by as many other characters
 */
export function loneBacktick(
  children: readonly PhrasingContent[],
  base: number,
  text: string,
): Finding | null {
  const textsIn = (nodes: readonly Node[]): Node[] =>
    nodes.flatMap((node) =>
      node.type === 'text' ? [node] : 'children' in node ? textsIn(node.children) : [],
    );
  const [run, other] = textsIn(children).flatMap((node) => runsIn(node, base, text));
  if (run === undefined) return null;
  if (other !== undefined && other.end - other.start !== run.end - run.start) {
    const message = `code begins with ${String(run.end - run.start)} and ends with ${String(other.end - other.start)} back-ticks, so it is none`;
    return finding('BACKTICK_LONE', run, message, 'write as many behind the code as before it');
  }
  const code = swallowing(children, run.start, base, text);
  if (code !== null) {
    const at = { start: code.start, end: code.start + 1 };
    const message =
      'this back-tick likely lacks its partner, so that the next one ends the code, and a later one is left over';
    return finding('BACKTICK_LONE', at, message);
  }
  return { ...finding('BACKTICK_LONE', run), ...fixOf(missing(run, text)) };
}

function fixOf(fix: Edit | null): Pick<Finding, 'fix'> {
  return fix === null ? {} : { fix };
}
