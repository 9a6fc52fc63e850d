'use client';

import { type DeckHead, deckUrl } from '#components/data/deck-head.ts';
import { useEffect, useState } from 'react';
import type { Deck } from '#lib/cards/prompt.ts';

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
