import type { PromptRef } from '#lib/cards/prompt.ts';
import type { DeckEntry } from '#lib/node/deck-library.ts';

/** What a page that shows several decks knows of each. */
export interface DeckSummary {
  readonly deck: string;
  readonly title: string;
  readonly cards: number;
  readonly topics: number;
  /** In the file; `null`: not for who asks. */
  readonly errors: number | null;
  readonly prompts: readonly PromptRef[];
}

/** @param errors how many there are in the file; `null`: not for who asks */
export function summaryOf({ deck }: DeckEntry, errors: number | null): DeckSummary {
  return {
    deck: deck.deck,
    title: deck.title,
    cards: new Set(deck.prompts.map(({ card }) => card)).size,
    topics: new Set(deck.prompts.flatMap(({ topics }) => topics)).size,
    errors,
    prompts: deck.prompts.map(({ key, card, rev, kind, topics }) => ({ key, card, rev, kind, topics })),
  };
}
