import type { Image, Nodes as Node, PhrasingContent } from 'mdast';
import { type CardScript, noScript, parseCardScript } from '#lib/deck/kinds/script.ts';
import { imageSource, type ImageUse } from '#lib/deck/markdown/addresses.ts';
import { nodeRange, type Nodes, tooDeepNode } from '#lib/deck/markdown/parse.ts';
import { hideBlanks, splitAtBlanks } from '#lib/deck/markdown/placeholders.ts';
import { type ParsedSection, parseSections } from '#lib/deck/markdown/sections.ts';
import { hideRanges } from '#lib/deck/syntax/comments.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** A card as Markdown trees, whatever its kind. */
export interface CardTree {
  readonly outline: CardOutline;
  /** The source, in which as many other characters replace comments and blanks: the text that Markdown was read from. */
  readonly text: string;
  /** The first character of every placeholder of a blank; `null`: the card has no blanks. */
  readonly mark: string | null;
  readonly front: readonly PhrasingContent[];
  /** The nodes between the heading and the first label. */
  readonly body: Nodes;
  readonly sections: readonly ParsedSection[];
  /** Every node of the trees above, in the order of the text; a parent comes before its children. */
  readonly nodes: readonly Node[];
  readonly script: CardScript;
}

/** What the parser of one kind returns. */
export interface Parsed<Content> {
  /** `null`: the card cannot be asked. */
  readonly content: Content | null;
  /** Errors only. */
  readonly findings: readonly Finding[];
}

function allNodes(roots: readonly Node[]): Node[] {
  const all: Node[] = [];
  const visit = (node: Node): void => {
    all.push(node);
    if ('children' in node) node.children.forEach(visit);
  };
  roots.forEach(visit);
  return all;
}

/** A card without trees. */
export function emptyTree(outline: CardOutline): CardTree {
  const { source: text } = outline;
  return { outline, text, mark: null, front: [], body: [], sections: [], nodes: [], script: noScript };
}

/** Parses the Markdown of a card, or reports why that would take too long or too deep a tree. */
export function parseTree(outline: CardOutline): CardTree | Finding {
  const shown = hideRanges(outline.source, [...outline.heading.comments, ...outline.comments]);
  const { text, mark } = hideBlanks(shown, outline.blanks);
  const { head, sections } = parseSections(text, outline.body.end, outline.sections);
  for (const nodes of [head, ...sections.map((section) => section.nodes)]) {
    const found = tooDeepNode(nodes);
    if (found !== null) return found;
  }
  const [first, ...body] = head;
  const front = first?.type === 'heading' ? first.children : [];
  const script = outline.hasScript ? parseCardScript(outline) : noScript;
  const nodes = allNodes([...front, ...body, ...sections.flatMap((section) => section.nodes)]);
  return { outline, text, mark, front, body, sections, nodes, script };
}

function imageFindings(node: Image): Finding[] {
  const range = nodeRange(node);
  const source = imageSource(node.url);
  return [
    ...('problem' in source ? [finding(source.problem, range)] : []),
    ...((node.alt ?? '').trim() === '' ? [finding('IMAGE_ALT_EMPTY', range)] : []),
  ];
}

/** The images of a card, and the blanks that have no place in its trees. */
export function checkTree(tree: CardTree): {
  readonly images: readonly ImageUse[];
  readonly findings: readonly Finding[];
  readonly hasMisplacedBlank: boolean;
} {
  const images: ImageUse[] = [];
  const findings: Finding[] = [];
  const seen = new Set<number>();
  for (const node of tree.nodes) {
    if (node.type === 'image') {
      findings.push(...imageFindings(node));
      const source = imageSource(node.url);
      if ('path' in source) images.push({ ...nodeRange(node), path: source.path });
    } else if (node.type === 'text' || node.type === 'inlineCode' || node.type === 'code') {
      for (const piece of splitAtBlanks(node.value, tree.mark))
        if (typeof piece === 'number') seen.add(piece);
    }
  }
  const misplaced = tree.outline.blanks.filter((_, index) => !seen.has(index));
  findings.push(...misplaced.map((blank) => finding('BLANK_MISPLACED', blank)));
  return { images, findings, hasMisplacedBlank: misplaced.length > 0 };
}
