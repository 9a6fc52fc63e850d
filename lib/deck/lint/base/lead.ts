import type { Paragraph } from 'mdast';
import { nodeRange, type Nodes } from '#lib/deck/markdown/parse.ts';
import type { Range } from '#lib/diagnostics/finding.ts';

/** The first paragraph of an answer, where its author may have forgotten a separator. */
export interface Lead extends Range {
  readonly children: Paragraph['children'];
  readonly rangeOf: (child: Paragraph['children'][number]) => Range;
}

/** @param from where the text after the label begins; 0: there is no label */
export function leadOf([first]: Nodes, from: number): Lead | null {
  if (first?.type !== 'paragraph') return null;
  // With a letter right after it, Markdown reads the label as text.
  const within = ({ start, end }: Range): Range => ({ start: Math.max(start, from), end });
  const rangeOf: Lead['rangeOf'] = (child) => within(nodeRange(child));
  return { children: first.children, ...within(nodeRange(first)), rangeOf };
}

/** The range without white space at its ends; if nothing else is in it, the character after it. */
export function trimmedRange({ start, end }: Range, source: string): Range {
  const text = source.slice(start, end);
  const content = text.trim();
  if (content === '') return { start: end, end: end + 1 };
  const from = start + text.indexOf(content);
  return { start: from, end: from + content.length };
}

/** The ranges between the bars of a lead: as many as `splitAtBars` gives pieces. */
export function alternateRanges({ children, rangeOf, start, end }: Lead, source: string): Range[] {
  const bars = children.flatMap((child) => {
    if (child.type !== 'text') return [];
    const range = rangeOf(child);
    return Array.from(
      source.slice(range.start, range.end).matchAll(/\|/g),
      ({ index }) => range.start + index,
    );
  });
  return [start, ...bars.map((bar) => bar + 1)].map((from, index) =>
    trimmedRange({ start: from, end: bars[index] ?? end }, source),
  );
}
