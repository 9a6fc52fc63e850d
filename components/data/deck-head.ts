import type { DeckEntry } from '#lib/node/deck-library.ts';

/** What a page knows of a deck before its cards have come. */
export interface DeckHead {
  readonly deck: string;
  readonly title: string;
  readonly file: string;
  /** Changes whenever the file does. */
  readonly version: string;
  /** Whether cards say where they are written (`showsSource`). */
  readonly showsSource: boolean;
}

export function headOf({ deck, version }: DeckEntry, showsSource: boolean): DeckHead {
  return { deck: deck.deck, title: deck.title, file: deck.file, version, showsSource };
}

/** Where the cards of this version of the deck come from. */
export function deckUrl({ deck, version }: Pick<DeckHead, 'deck' | 'version'>): string {
  return `/api/decks/${deck}?v=${version}`;
}
