import type { Metadata } from 'next';
import { cardsByTerm } from '#components/lab/view/cards-by-term.ts';
import { FreePlay } from '#components/lab/view/free-play.tsx';
import { deckLibrary } from '#lib/node/deck-library.ts';

export const metadata: Metadata = { title: 'Lab: free play' };
export const dynamic = 'force-dynamic';

export default async function LabPage() {
  const decks = await deckLibrary().list();
  return <FreePlay cards={cardsByTerm(decks.map(({ deck }) => deck))} />;
}
