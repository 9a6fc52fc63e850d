import type { PromptRef } from '#lib/cards/prompt.ts';
import type { DeckEntry } from '#lib/node/deck-library.ts';

/** A deck as the progress page needs it. */
export interface ProgressDeck {
  readonly deck: string;
  readonly title: string;
  readonly topicNames: Readonly<Record<number, string>>;
  readonly prompts: readonly (PromptRef & { readonly text: string })[];
}

export function progressDeckOf({ deck }: DeckEntry): ProgressDeck {
  return {
    deck: deck.deck,
    title: deck.title,
    topicNames: deck.topicNames,
    prompts: deck.prompts.map(({ key, card, rev, kind, topics, text }) => ({
      key,
      card,
      rev,
      kind,
      topics,
      text,
    })),
  };
}
