import { blankParts } from '#lib/deck/blank-parts.ts';
import type { CardOutline } from '#lib/deck/outline-card.ts';
import type { PromptKey } from '#lib/deck/prompt.ts';

/** @param part `null` where the card's own key is the prompt's */
export function promptKey(card: string, part: string | null): PromptKey {
  return part === null ? card : `${card}/${part}`;
}

/** The last parts of the keys of a card's prompts: see `docs/decisions/003-deck-identity.md`. */
export function partNames(outline: CardOutline): (string | null)[] {
  if (outline.blanks.length > 0) return blankParts(outline.blanks).map((part) => part.name);
  return outline.kind === 'basic' && outline.heading.comment.both !== null ? [null, 'reverse'] : [null];
}
