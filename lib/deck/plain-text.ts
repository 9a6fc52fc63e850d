import { toString as nodeText } from 'mdast-util-to-string';
import type { Nodes as Node } from 'mdast';

/** The text of some nodes without markup, white space being single spaces. Images count with their alternative text. */
export function plainText(nodes: readonly Node[]): string {
  return nodes
    .map((node) => nodeText(node, { includeHtml: false }))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}
