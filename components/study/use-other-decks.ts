'use client';

import { useEffect, useMemo, useState } from 'react';
import type { DeckSummary } from '#components/data/deck-summary.ts';
import { useNow } from '#components/data/use-now.ts';
import { useReviews } from '#components/data/use-reviews.ts';
import { type LeftToday, leftToday } from '#lib/review/next-deck.ts';
import { localCalendar } from '#lib/storage/local-calendar.ts';

/** What today still asks of the other decks; `unknown`: the server cannot be reached. */
export type OtherDecks = 'reading' | 'unknown' | LeftToday<DeckSummary>;

/** @param isAsked whether anybody wants to know */
export function useOtherDecks(deck: string | null, isAsked: boolean): OtherDecks {
  const { state } = useReviews();
  const now = useNow();
  const [decks, setDecks] = useState<readonly DeckSummary[] | 'unknown' | null>(null);
  useEffect(() => {
    if (!isAsked) return;
    const aborter = new AbortController();
    fetch('/api/decks', { signal: aborter.signal })
      .then((response) =>
        response.ok ? response.json() : Promise.reject(new Error(String(response.status))),
      )
      .then((fetched: readonly DeckSummary[]) => setDecks(fetched))
      .catch(() => aborter.signal.aborted || setDecks('unknown'));
    return () => aborter.abort();
  }, [isAsked]);
  return useMemo(() => {
    if (!isAsked) return nothingElse;
    if (decks === 'unknown') return decks;
    if (decks === null || now === null) return 'reading';
    const calendar = localCalendar(state.settings.latest(null).dayStartsAtHour);
    const others = decks.filter((other) => other.deck !== deck);
    return leftToday(state, others, now, calendar);
  }, [isAsked, decks, now, state, deck]);
}

const nothingElse: OtherDecks = { next: null, learning: 0, nextDueAt: null };
