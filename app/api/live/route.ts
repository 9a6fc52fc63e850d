import { deckLibrary } from '#lib/node/deck-library.ts';
import { versionStream } from '#lib/node/version-stream.ts';

/** Server-sent events: the version of all decks, now and whenever one changes. */
export function GET(): Response {
  return new Response(versionStream(deckLibrary()), {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform' },
  });
}
