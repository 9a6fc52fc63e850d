import type { PhrasingContent, RootContent } from 'mdast';
import type { Label } from '#lib/deck/labels.ts';
import { type Markup, parseMarkdown } from '#lib/deck/parse-markdown.ts';
import type { Section } from '#lib/deck/outline-card.ts';
import { isEmpty } from '#lib/deck/split-phrase.ts';
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

/** @param shown the card's source, with what is not to be parsed replaced by spaces */
export function parseSection(shown: string, section: Section): ParsedSection {
  const { label, labelRange } = section;
  const { nodes, base } = parseMarkdown(shown.slice(section.start, section.end), section.start);
  const [first, ...rest] = nodes;
  let remaining: RootContent[] = nodes;
  if (first?.type === 'paragraph' || first?.type === 'heading') {
    const children = withoutLabel(first.children, label);
    remaining = children.length === 0 ? rest : [{ ...first, children }, ...rest];
  }
  return { label, labelRange, nodes: remaining, base, isEmpty: isEmpty(remaining) };
}
