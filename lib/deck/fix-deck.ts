import { assignIds } from '#lib/deck/card-ids.ts';
import { outlineCard } from '#lib/deck/outline-card.ts';
import { splitDeck } from '#lib/deck/split-deck.ts';

/** Text to be put into a file, and where: an offset in the text before any insertion. */
export interface Insertion {
  readonly at: number;
  readonly text: string;
  /** 1-based line of the card. */
  readonly line: number;
  readonly id: string;
}

/** What gives every card without an id the id under which it is served already. Ascending; empty when nothing is missing. */
export function missingIds(text: string): Insertion[] {
  const { cards } = splitDeck(text);
  const outlines = cards.map(({ source }) => outlineCard(source));
  return assignIds(outlines).flatMap(({ id, isMissing }, index): Insertion[] => {
    const segment = cards[index];
    const outline = outlines[index];
    if (!isMissing || id === null || segment === undefined || outline === undefined) return [];
    const { source } = outline;
    const [comment] = outline.heading.comments;
    const place = { line: segment.line, id };
    if (comment === undefined) {
      const headingEnd = source.slice(0, outline.lines[0]?.end ?? source.length).trimEnd().length;
      return [{ ...place, at: segment.start + headingEnd, text: ` <!-- id: ${id} -->` }];
    }
    const content = source.slice(comment.start + 4, comment.end - 3);
    const separator = content.trim() === '' ? ' ' : '; ';
    return [
      {
        ...place,
        at: segment.start + comment.start + 4,
        text: ` id: ${id}${separator.trimEnd()}${content.startsWith(' ') ? '' : ' '}`,
      },
    ];
  });
}

export function applyInsertions(text: string, insertions: readonly Insertion[]): string {
  let result = '';
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    result += text.slice(from, at) + inserted;
    from = at;
  }
  return result + text.slice(from);
}
