import type { CardKind, Deck, Html, Prompt, PromptRef } from '#lib/cards/prompt.ts';

/** A card in the list of a deck. */
export interface DeckCard {
  /** `deck/card`. */
  readonly key: string;
  /** The anchor of its row. */
  readonly id: string;
  readonly kind: CardKind;
  readonly text: string;
  readonly front: Html;
  /** Of the line that it begins at. */
  readonly line: number;
  readonly prompts: readonly PromptRef[];
}

/** So many cards are on the page when it comes, and so many more come at once where they are wanted. */
export const cardsAtOnce = 40;

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
        front: prompt.front,
        line: prompt.line,
        prompts: refs,
        prompt,
      },
    ];
  });
}
