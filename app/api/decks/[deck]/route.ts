import type { NextRequest } from 'next/server';
import { deckLibrary } from '#lib/node/deck-library.ts';

/** A deck with all its cards. `?v=` names the version the page was painted with: that one may be kept for good. */
export async function GET(
  request: NextRequest,
  { params }: RouteContext<'/api/decks/[deck]'>,
): Promise<Response> {
  const found = await deckLibrary().find((await params).deck);
  if (!found)
    return Response.json(
      { error: 'There is no deck of this name.' },
      { status: 404, headers: { 'Cache-Control': 'no-store' } },
    );
  const asked = request.nextUrl.searchParams.get('v');
  return new Response(found.json, {
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': asked === found.version ? 'private, max-age=31536000, immutable' : 'no-store',
    },
  });
}
