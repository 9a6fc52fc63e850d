import type { PhrasingContent, RootContent } from 'mdast';
import { type Nodes, parseMarkdown } from '#lib/deck/markdown/parse.ts';
import { isEmpty } from '#lib/deck/markdown/phrase.ts';
import type { Section } from '#lib/deck/syntax/body.ts';
import type { Label } from '#lib/deck/syntax/labels.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/** The text after a label, as a Markdown tree. */
export interface ParsedSection {
  readonly label: Label;
  readonly labelRange: Range;
  readonly nodes: Nodes;
  readonly isEmpty: boolean;
}

/** Removes the label; Markdown may have read it as bold text or, with a letter right after it, as plain text. */
function withoutLabel(children: readonly PhrasingContent[], label: Label): PhrasingContent[] {
  const [first, second, ...rest] = children;
  if (first?.type === 'strong') {
    if (second?.type !== 'text') return second === undefined ? [] : [second, ...rest];
    const value = second.value.trimStart();
    return value === '' ? rest : [{ ...second, value }, ...rest];
  }
  if (first?.type !== 'text') return [...children];
  return [{ ...first, value: first.value.replace(`**${label}:**`, '').trimStart() }, ...children.slice(1)];
}

function parsedSection({ label, labelRange }: Section, nodes: RootContent[]): ParsedSection {
  const [first, ...rest] = nodes;
  let remaining: RootContent[] = nodes;
  if (first?.type === 'paragraph' || first?.type === 'heading') {
    const children = withoutLabel(first.children, label);
    remaining = children.length === 0 ? rest : [{ ...first, children }, ...rest];
  }
  return { label, labelRange, nodes: remaining, isEmpty: isEmpty(remaining) };
}

/** The Markdown of a card, cut at its labels. */
export interface ParsedSections {
  /** The heading and the body. */
  readonly head: RootContent[];
  readonly sections: readonly ParsedSection[];
}

/** Cuts the nodes of a whole card at the labels; `null` unless every label begins a block. */
function cutAtLabels(nodes: RootContent[], sections: readonly Section[]): ParsedSections | null {
  const starts = new Map(nodes.map((node, index) => [node.position?.start.offset, index]));
  const cuts = sections.map((section) => starts.get(section.labelRange.start));
  if (cuts.includes(undefined)) return null;
  return {
    head: nodes.slice(0, cuts[0]),
    sections: sections.map((section, index) =>
      parsedSection(section, nodes.slice(cuts[index], cuts[index + 1])),
    ),
  };
}

/**
 * Parses a card as a whole where that gives the same as parsing each section on its own, and otherwise section by
 * section: for example, where a label follows a line of text, or where another section holds the address of a link.
 *
 * @param text the card, in which other characters of the same number replace what must not be parsed
 */
export function parseSections(text: string, bodyEnd: number, sections: readonly Section[]): ParsedSections {
  if (!text.includes(']:')) {
    const cut = cutAtLabels(parseMarkdown(text), sections);
    if (cut !== null) return cut;
  }
  return {
    head: parseMarkdown(text.slice(0, bodyEnd)),
    sections: sections.map((section) =>
      parsedSection(section, parseMarkdown(text.slice(section.start, section.end), section.start)),
    ),
  };
}
