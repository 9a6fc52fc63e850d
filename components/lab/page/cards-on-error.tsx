'use client';

import { createContext, useContext } from 'react';
import { SoftLink } from '#components/ui/soft-link.tsx';
import { bodyText } from '#lib/cards/html.ts';
import type { Deck } from '#lib/cards/prompt.ts';
import { exceptionNames } from '#lib/lab/script/syntax/exceptions.ts';

/** For an error's name: how many cards of a deck speak of it. */
export type CardsByTerm = Readonly<Record<string, { readonly deck: string; readonly count: number }>>;

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

export const CardsByTermContext = createContext<CardsByTerm>({});

/** A link to the cards that speak of an error. */
export function CardsOnError({ term }: { term: string }) {
  const cards = useContext(CardsByTermContext)[term];
  if (!cards) return null;
  const { count, deck } = cards;
  return (
    <SoftLink href={`/decks/${deck}?find=${encodeURIComponent(term)}`} className="underline">
      {count === 1 ? '1 card' : `${String(count)} cards`} on this
    </SoftLink>
  );
}
