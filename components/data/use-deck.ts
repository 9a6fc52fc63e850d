'use client';

import { useEffect, useState } from 'react';
import type { Deck } from '#lib/cards/prompt.ts';
import type { DeckEntry } from '#lib/node/deck-library.ts';

/** What a page knows of a deck before its cards have come. */
export interface DeckHead {
  readonly deck: string;
  readonly title: string;
  readonly file: string;
  /** Changes whenever the file does. */
  readonly version: string;
}

export function headOf({ deck, version }: DeckEntry): DeckHead {
  return { deck: deck.deck, title: deck.title, file: deck.file, version };
}

/** Where the cards of this version of the deck come from. */
export function deckUrl({ deck, version }: Pick<DeckHead, 'deck' | 'version'>): string {
  return `/api/decks/${deck}?v=${version}`;
}

/** The deck's cards, null until they have come, and for no deck; after an edit the old ones until the new ones have. */
export function useDeck(head: DeckHead | null): { deck: Deck | null; failed: boolean } {
  const [deck, setDeck] = useState<Deck | null>(null);
  const [failed, setFailed] = useState(false);
  const url = head && deckUrl(head);
  useEffect(() => {
    if (url === null) return;
    const aborter = new AbortController();
    fetch(url, { signal: aborter.signal })
      .then((response) =>
        response.ok ? response.json() : Promise.reject(new Error(String(response.status))),
      )
      .then((fetched: Deck) => {
        setDeck(fetched);
        setFailed(false);
      })
      .catch(() => aborter.signal.aborted || setFailed(true));
    return () => aborter.abort();
  }, [url]);
  return { deck, failed };
}
