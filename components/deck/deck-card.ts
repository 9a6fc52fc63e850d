import type { CardKind, Deck, Prompt, PromptRef } from '#lib/cards/prompt.ts';

/** A card in the list of a deck. */
export interface DeckCard {
  /** `deck/card`. */
  readonly key: string;
  /** The anchor of its row. */
  readonly id: string;
  readonly kind: CardKind;
  readonly text: string;
  readonly prompts: readonly PromptRef[];
}

/** The cards of a deck in its order, each with the prompt that shows it. */
export function cardsOf(deck: Deck): readonly (DeckCard & { readonly prompt: Prompt })[] {
  const cards = new Map<string, Prompt[]>();
  for (const prompt of deck.prompts) cards.set(prompt.card, [...(cards.get(prompt.card) ?? []), prompt]);
  return [...cards].flatMap(([key, prompts]) => {
    const [prompt] = prompts;
    if (!prompt) return [];
    const refs = prompts.map(({ key, card, rev, kind, topics }) => ({ key, card, rev, kind, topics }));
    return [
      {
        key,
        id: key.slice(deck.deck.length + 1),
        kind: prompt.kind,
        text: prompt.text,
        prompts: refs,
        prompt,
      },
    ];
  });
}
