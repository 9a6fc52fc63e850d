'use client';

import { type DeckHead, deckUrl } from '#components/data/deck-head.ts';
import { useEffect, useState } from 'react';
import type { Deck } from '#lib/cards/prompt.ts';

interface Loaded {
  /** Those that could be read, in the order of the heads; null until all have been tried. */
  readonly decks: readonly Deck[] | null;
  /** Whether one could not be read. */
  readonly failed: boolean;
}

/** The cards of decks; after an edit the old ones until the new ones have come. */
export function useDecks(heads: readonly DeckHead[]): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ decks: null, failed: false });
  const urls = heads.map(deckUrl).join(' ');
  useEffect(() => {
    if (urls === '') return;
    const aborter = new AbortController();
    const fetching = urls.split(' ').map((url) => fetchDeck(url, aborter.signal));
    void Promise.allSettled(fetching).then((results) => {
      if (aborter.signal.aborted) return;
      const fetched = results.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      const failed = fetched.length < results.length;
      setLoaded(({ decks }) => ({ decks: failed ? (decks ?? nullIfEmpty(fetched)) : fetched, failed }));
    });
    return () => aborter.abort();
  }, [urls]);
  return loaded;
}

/** The deck's cards, null until they have come, and for no deck; after an edit the old ones until the new ones have. */
export function useDeck(head: DeckHead | null): { deck: Deck | null; failed: boolean } {
  const { decks, failed } = useDecks(head === null ? [] : [head]);
  return { deck: decks?.[0] ?? null, failed };
}

async function fetchDeck(url: string, signal: AbortSignal): Promise<Deck> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as Deck;
}

function nullIfEmpty(decks: readonly Deck[]): readonly Deck[] | null {
  return decks.length === 0 ? null : decks;
}
