import type { Nodes } from '#lib/deck/card-content.ts';
import { nodeRange } from '#lib/deck/parse-markdown.ts';
import { isEmpty } from '#lib/deck/split-phrase.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/**
 * Where an answer becomes more than what anybody would type; `null` where it does not.
 *
 * @param whole where to point when it goes on in a second line
 */
export function tooLong(nodes: Nodes, base: number, whole: Range): Range | null {
  const [first, second] = nodes.filter((node) => !isEmpty([node]));
  if (first === undefined) return null;
  if (first.type === 'code') return /[\r\n]/.test(first.value) ? nodeRange(first, base) : null;
  if (first.type !== 'paragraph' || first.children.some((child) => child.type === 'image'))
    return nodeRange(first, base);
  if (second !== undefined) return nodeRange(second, base);
  const isBroken = first.children.some(
    (child) => child.type === 'break' || (child.type === 'text' && /[\r\n]/.test(child.value)),
  );
  return isBroken ? whole : null;
}
