import { summaryOf } from '#components/data/deck-summary.ts';
import { deckLibrary } from '#lib/node/deck-library.ts';

export const dynamic = 'force-dynamic';

/** What there is to study in each deck, without its cards' texts. */
export async function GET(): Promise<Response> {
  const decks = (await deckLibrary().list()).map((entry) => summaryOf(entry, null));
  return Response.json(decks, { headers: { 'Cache-Control': 'no-store' } });
}
