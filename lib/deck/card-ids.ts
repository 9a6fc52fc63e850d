import { idPattern } from '#lib/deck/card-comment.ts';
import type { CardOutline } from '#lib/deck/outline-card.ts';
import { firstFree, idFromHeading, slug } from '#lib/deck/slug.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** The id under which a card is served. */
export interface CardId {
  /** `null`: another card of the deck has it already, so that this one cannot be told apart. */
  readonly id: string | null;
  /** Whether `deck fix` would write it. */
  readonly isMissing: boolean;
  readonly finding: Finding | null;
}

type Headed = Pick<CardOutline, 'heading'>;

/** What is written, or, where that is no good id, what was likely meant; `null` where nothing usable is written. */
function writtenId({ heading }: Headed): string | null {
  const written = heading.comment.id?.value ?? null;
  if (written === null) return null;
  return idPattern.test(written) ? written : slug(written) || null;
}

/** Ids for the cards of one deck. A card without one gets a slug of its heading that no card of the deck has. */
export function assignIds(cards: readonly Headed[]): CardId[] {
  const taken = new Set(cards.flatMap((card) => writtenId(card) ?? []));
  const used = new Set<string>();
  return cards.map((card): CardId => {
    const { heading } = card;
    const id = writtenId(card);
    if (id === null) {
      const made = firstFree(idFromHeading(heading.text), taken);
      taken.add(made);
      // A comment that is not closed, or an id without a value, has to be mended by hand.
      const isMissing = heading.comment.id === null && !heading.commentUnclosed;
      return { id: made, isMissing, finding: isMissing ? finding('ID_MISSING', heading.range) : null };
    }
    if (used.has(id)) {
      const range = heading.comment.id?.range ?? heading.range;
      return { id: null, isMissing: false, finding: finding('ID_DUPLICATE', range, `another card above has the id \`${id}\``) };
    }
    used.add(id);
    return { id, isMissing: false, finding: null };
  });
}
