import { bodyText } from '#lib/deck/body-text.ts';
import type { Deck } from '#lib/deck/prompt.ts';
import { exceptionNames } from '#lib/lab/script/exceptions.ts';

/** For an error's name: how many cards of a deck speak of it, and the id of the first. */
export type CardsByTerm = Readonly<
  Record<string, { readonly deck: string; readonly count: number; readonly first: string }>
>;

/** The cards on each error that a lab can give; of several decks the one with most of them. */
export function cardsByTerm(decks: readonly Deck[]): CardsByTerm {
  const found: Record<string, { deck: string; count: number; first: string }> = {};
  for (const { deck, prompts } of decks) {
    const texts = new Map<string, string>();
    for (const prompt of prompts) {
      const known = texts.get(prompt.card) ?? '';
      texts.set(prompt.card, `${known} ${prompt.text} ${bodyText(prompt.body)}`);
    }
    for (const term of exceptionNames) {
      const cards = [...texts].filter(([, text]) => text.toLowerCase().includes(term.toLowerCase()));
      const [first] = cards;
      if (first === undefined || cards.length <= (found[term]?.count ?? 0)) continue;
      found[term] = { deck, count: cards.length, first: first[0].slice(deck.length + 1) };
    }
  }
  return found;
}
