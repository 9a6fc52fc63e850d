import type { Definition, Nodes as Node, RootContent } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { deepest } from '#lib/deck/syntax/nesting.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** A piece of a card as a Markdown tree. */
export type Nodes = readonly RootContent[];

const options: Options = {
  extensions: [gfmStrikethrough({ singleTilde: false }), gfmTable(), gfmTaskListItem()],
  mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown(), gfmTaskListItemFromMarkdown()],
};

/** Replaces a reference by a link that carries its address, so that nodes can be rendered one by one. */
function resolveReferences(
  nodes: RootContent[],
  definitions: ReadonlyMap<string, Definition>,
): RootContent[] {
  return nodes.flatMap((node): RootContent[] => {
    if (node.type === 'definition') return [];
    if (node.type === 'linkReference' || node.type === 'imageReference') return [resolved(node, definitions)];
    if ('children' in node) {
      const children: Node[] = node.children;
      children.splice(0, children.length, ...resolveReferences(node.children, definitions));
    }
    return [node];
  });
}

function resolved(node: RootContent, definitions: ReadonlyMap<string, Definition>): RootContent {
  if (node.type !== 'linkReference' && node.type !== 'imageReference') return node;
  const url = definitions.get(node.identifier)?.url ?? '';
  const position = node.position === undefined ? {} : { position: node.position };
  if (node.type === 'imageReference') return { type: 'image', url, alt: node.alt ?? null, ...position };
  return { type: 'link', url, children: node.children, ...position };
}

function collectDefinitions(nodes: readonly Node[], into: Map<string, Definition>): void {
  for (const node of nodes) {
    // The first definition of a name counts (CommonMark 0.31, section 4.7).
    if (node.type === 'definition' && !into.has(node.identifier)) into.set(node.identifier, node);
    else if ('children' in node) collectDefinitions(node.children, into);
  }
}

/** Adds to the offset of every node; a walk without recursion, because nothing limits the depth yet. */
function shiftOffsets(nodes: readonly Node[], by: number): void {
  const waiting: Node[] = [...nodes];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const point of [node.position?.start, node.position?.end])
      if (point?.offset !== undefined) point.offset += by;
    if ('children' in node) waiting.push(...node.children);
  }
}

/**
 * Parses CommonMark with the tables, task lists and strikethrough of GFM. Never throws.
 *
 * @param offset where `text` begins in the card; the offsets of the nodes count from the beginning of the card
 */
export function parseMarkdown(text: string, offset = 0): RootContent[] {
  const { children } = fromMarkdown(text, options);
  if (offset > 0) shiftOffsets(children, offset);
  // Only a line with `]:` can define a name.
  if (!text.includes(']:')) return children;
  const definitions = new Map<string, Definition>();
  collectDefinitions(children, definitions);
  return resolveReferences(children, definitions);
}

/** The range of a node in the card. */
export function nodeRange(node: Node): Range {
  const start = node.position?.start.offset ?? 0;
  return { start, end: Math.max(start, node.position?.end.offset ?? 0) };
}

/** The first line of a node. */
export function firstLineOf(node: Node, source: string): Range {
  const { start, end } = nodeRange(node);
  const length = source.slice(start, end).search(/[\r\n]/);
  return { start, end: length === -1 ? end : start + length };
}

/** The first node that is nested more deeply than can be shown; a walk without recursion, so that any depth is safe. */
export function tooDeepNode(nodes: Nodes): Finding | null {
  for (const root of nodes) {
    let level: Node[] = [root];
    for (let depth = 0; level.length > 0; depth++) {
      if (depth > deepest) return finding('NESTED_TOO_DEEP', nodeRange(root));
      level = level.flatMap((node): Node[] => ('children' in node ? node.children : []));
    }
  }
  return null;
}
