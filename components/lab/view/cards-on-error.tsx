'use client';

import { createContext, useContext } from 'react';
import type { CardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { SoftLink } from '#components/ui/soft-link.tsx';

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
