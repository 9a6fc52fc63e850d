import { blankParts } from '#lib/deck/syntax/blanks.ts';
import { hasMisplacedId } from '#lib/deck/syntax/misplaced-comment.ts';
import type { CardOutline } from '#lib/deck/syntax/outline.ts';
import { firstFree, idFromHeading } from '#lib/deck/syntax/slug.ts';
import { type Finding, finding } from '#lib/diagnostics/finding.ts';

/** The last parts of the keys of a card's prompts (`docs/decisions/003-deck-identity.md`). */
export function partNames(outline: CardOutline): (string | null)[] {
  if (outline.blanks.length > 0) return blankParts(outline.blanks).map((part) => part.name);
  return outline.kind === 'basic' && outline.heading.comment.both !== null ? [null, 'reverse'] : [null];
}

/** The id under which a card is served. */
export interface CardId {
  /** `null`: another card of the deck already has it, so this one cannot be served. */
  readonly id: string | null;
  /** Whether `deck fix` would write it. */
  readonly isMissing: boolean;
  readonly finding: Finding | null;
}

type Headed = Pick<CardOutline, 'heading' | 'source' | 'lines' | 'roles'>;

/** Assigns the ids of the cards of one deck. A card without one gets a slug of its heading that is unique in the deck. */
export function assignIds(cards: readonly Headed[]): CardId[] {
  let taken: Set<string | null> | null = null;
  const used = new Set<string>();
  return cards.map((card): CardId => {
    const { heading } = card;
    const { id } = heading;
    if (id === null) {
      taken ??= new Set(cards.map((other) => other.heading.id));
      const made = firstFree(idFromHeading(heading.text), taken);
      taken.add(made);
      // An unclosed comment, an id without a value, or an empty heading needs the author; so does an id on another line,
      // because a second one would cut the card off from its progress under the first.
      const isMissing =
        heading.comment.id === null &&
        !heading.commentUnclosed &&
        heading.text !== '' &&
        !hasMisplacedId(card);
      return { id: made, isMissing, finding: isMissing ? finding('ID_MISSING', heading.range) : null };
    }
    if (used.has(id)) {
      const range = heading.comment.id?.range ?? heading.range;
      return {
        id: null,
        isMissing: false,
        finding: finding('ID_DUPLICATE', range, `a card above already has the id \`${id}\``),
      };
    }
    used.add(id);
    return { id, isMissing: false, finding: null };
  });
}
