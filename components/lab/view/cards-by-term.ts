import { bodyText } from '#lib/cards/html.ts';
import type { Deck } from '#lib/cards/prompt.ts';
import { exceptionNames } from '#lib/lab/script/syntax/exceptions.ts';

/** The cards on each error that a lab can give; of several decks the one with most of them. */
export function cardsByTerm(decks: readonly Deck[]): CardsByTerm {
  const found: Record<string, { deck: string; count: number }> = {};
  for (const { deck, prompts } of decks) {
    const texts = new Map<string, string>();
    for (const prompt of prompts) {
      const known = texts.get(prompt.card) ?? '';
      texts.set(prompt.card, `${known} ${prompt.text} ${bodyText(prompt.body)}`);
    }
    for (const term of exceptionNames) {
      const count = [...texts.values()].filter((text) =>
        text.toLowerCase().includes(term.toLowerCase()),
      ).length;
      if (count > (found[term]?.count ?? 0)) found[term] = { deck, count };
    }
  }
  return found;
}

/** For an error's name: how many cards of a deck speak of it. */
export type CardsByTerm = Readonly<Record<string, { readonly deck: string; readonly count: number }>>;
