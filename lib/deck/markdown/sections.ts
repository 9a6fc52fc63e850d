import type { PhrasingContent, RootContent } from 'mdast';
import { type Markup, parseMarkdown } from '#lib/deck/markdown/parse.ts';
import { isEmpty } from '#lib/deck/markdown/phrase.ts';
import type { Section } from '#lib/deck/syntax/body.ts';
import type { Label } from '#lib/deck/syntax/labels.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/** What follows a label, as Markdown's tree. */
export interface ParsedSection extends Markup {
  readonly label: Label;
  readonly labelRange: Range;
  readonly isEmpty: boolean;
}

/** Takes the label away; Markdown may have read it as bold text or, with a letter right behind it, as plain text. */
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

function parsedSection(section: Section, nodes: RootContent[], base: number): ParsedSection {
  const { label, labelRange } = section;
  const [first, ...rest] = nodes;
  let remaining: RootContent[] = nodes;
  if (first?.type === 'paragraph' || first?.type === 'heading') {
    const children = withoutLabel(first.children, label);
    remaining = children.length === 0 ? rest : [{ ...first, children }, ...rest];
  }
  return { label, labelRange, nodes: remaining, base, isEmpty: isEmpty(remaining) };
}

/** A card's Markdown, cut at its labels. */
export interface ParsedSections {
  /** The heading and the body. */
  readonly head: RootContent[];
  readonly sections: readonly ParsedSection[];
}

/** Cuts a whole card's nodes at the labels; `null` unless every label begins a block of its own. */
function cutAtLabels(nodes: RootContent[], sections: readonly Section[]): ParsedSections | null {
  const starts = new Map(nodes.map((node, index) => [node.position?.start.offset, index]));
  const cuts = sections.map((section) => starts.get(section.labelRange.start));
  if (cuts.includes(undefined)) return null;
  return {
    head: nodes.slice(0, cuts[0]),
    sections: sections.map((section, index) =>
      parsedSection(section, nodes.slice(cuts[index], cuts[index + 1]), 0),
    ),
  };
}

/**
 * A card is parsed in one go where that gives the same as parsing each section on its own, and otherwise section by
 * section: where a label follows a line of text, say, or where a link's address stands in another section.
 *
 * @param text the card, with what is not to be parsed replaced by as many other characters
 */
export function parseSections(text: string, bodyEnd: number, sections: readonly Section[]): ParsedSections {
  if (!text.includes(']:')) {
    const cut = cutAtLabels(parseMarkdown(text, 0).nodes, sections);
    if (cut !== null) return cut;
  }
  return {
    head: parseMarkdown(text.slice(0, bodyEnd), 0).nodes,
    sections: sections.map((section) => {
      const { nodes, base } = parseMarkdown(text.slice(section.start, section.end), section.start);
      return parsedSection(section, nodes, base);
    }),
  };
}
