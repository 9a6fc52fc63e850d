import type { Definition, Nodes as Node, RootContent } from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { gfmStrikethroughFromMarkdown } from 'mdast-util-gfm-strikethrough';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTaskListItemFromMarkdown } from 'mdast-util-gfm-task-list-item';
import { gfmStrikethrough } from 'micromark-extension-gfm-strikethrough';
import { gfmTable } from 'micromark-extension-gfm-table';
import { gfmTaskListItem } from 'micromark-extension-gfm-task-list-item';
import { plainMarkdown } from '#lib/deck/markdown/plain-markdown.ts';
import { deepest } from '#lib/deck/syntax/nesting.ts';
import { type Finding, finding, type Range } from '#lib/diagnostics/finding.ts';

/** A piece of a card, as Markdown's tree. */
export type Nodes = readonly RootContent[];

/** Parsed Markdown. The offsets of its nodes count from `base` characters into the card. */
export interface Markup {
  readonly nodes: RootContent[];
  readonly base: number;
}

const options: Options = {
  extensions: [gfmStrikethrough({ singleTilde: false }), gfmTable(), gfmTaskListItem()],
  mdastExtensions: [gfmStrikethroughFromMarkdown(), gfmTableFromMarkdown(), gfmTaskListItemFromMarkdown()],
};

/** A link that names its address elsewhere becomes one that carries it, so that nodes can be rendered one by one. */
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

/** CommonMark with GFM's tables, task lists and strikethrough; references are not resolved. Never throws. */
export function parseAllMarkdown(text: string): RootContent[] {
  return fromMarkdown(text, options).children;
}

/** The same, with references resolved, and faster where the text is plain. Never throws. */
export function parseMarkdown(text: string, base: number): Markup {
  const children = plainMarkdown(text) ?? parseAllMarkdown(text);
  const definitions = new Map<string, Definition>();
  // Only a line with `]:` can define a name.
  if (!text.includes(']:')) return { nodes: children, base };
  collectDefinitions(children, definitions);
  return { nodes: resolveReferences(children, definitions), base };
}

/** Where a node stands in the card. */
export function nodeRange(node: Node, base: number): Range {
  const start = base + (node.position?.start.offset ?? 0);
  return { start, end: Math.max(start, base + (node.position?.end.offset ?? 0)) };
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
