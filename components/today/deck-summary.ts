import type { PromptRef } from '#lib/cards/prompt.ts';
import type { DeckEntry } from '#lib/node/deck-library.ts';

/** What a page that shows several decks knows of each. */
export interface DeckSummary {
  readonly deck: string;
  readonly title: string;
  readonly cards: number;
  readonly topics: number;
  readonly errors: number;
  readonly prompts: readonly PromptRef[];
}

export function summaryOf({ deck, diagnostics }: DeckEntry): DeckSummary {
  return {
    deck: deck.deck,
    title: deck.title,
    cards: new Set(deck.prompts.map(({ card }) => card)).size,
    topics: new Set(deck.prompts.flatMap(({ topics }) => topics)).size,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    prompts: deck.prompts.map(({ key, card, rev, kind, topics }) => ({ key, card, rev, kind, topics })),
  };
}
