import type { Nodes } from '#lib/deck/card-content.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** A hyphen, a minus sign or a bar with white space around it, or an em dash that lacks some of it. */
const lookalike = /(?<=[^\s\\])(?:[ \t]+[-‐‑‒―−][ \t]+|[ \t]*—[ \t]*)(?=\S)/;

/**
 * What is said where feedback was likely meant and nothing separates it: without the right dash it is part of the answer.
 * For text that `splitAtDash` does not split.
 *
 * @param base offset of the nodes in `source`
 */
export function missedDash(nodes: Nodes, source: string, base: number): Finding[] {
  const [lead] = nodes;
  if (lead?.type !== 'paragraph') return [];
  for (const [index, child] of lead.children.entries()) {
    if (child.type !== 'text') continue;
    const { start, end } = nodeRange(child, base);
    // The text before may be of another node, such as code.
    const before = index === 0 ? '' : 'x';
    const match = lookalike.exec(
      before + source.slice(start, end) + (index + 1 < lead.children.length ? 'x' : ''),
    );
    if (match === null) continue;
    const at = start + match.index - before.length;
    const sign = match[0].trim();
    const padding = match[0].indexOf(sign);
    const range = { start: at + padding, end: at + padding + sign.length };
    const message =
      sign === '—'
        ? 'this dash begins no feedback, for it has no spaces around'
        : `\`${sign}\` begins no feedback, and what follows is part of the answer`;
    return [finding('FEEDBACK_DASH', range, message)];
  }
  return [];
}
