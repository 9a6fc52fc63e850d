'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

/**
 * Shows an edited deck in an open page: the server says when a deck has changed, and the page fetches itself again. Listens
 * only while the page is seen, because a browser allows few open connections to one server.
 *
 * @param rendered the version of the decks that the page was rendered from
 */
export function LiveDecks({ rendered }: { rendered: string }) {
  const router = useRouter();
  // Later ones come over the connection, also to a page that was fetched again for them.
  const [first] = useState(rendered);
  useEffect(() => {
    let source: EventSource | null = null;
    let version = first;
    const listen = () => {
      if (document.hidden) {
        source?.close();
        source = null;
        return;
      }
      source ??= new EventSource('/api/live');
      source.onmessage = ({ data }: MessageEvent<string>) => {
        // A missing page is reloaded: it may exist now.
        if (version !== data) {
          if (document.querySelector('[data-missing]')) location.reload();
          else router.refresh();
        }
        version = data;
      };
    };
    listen();
    document.addEventListener('visibilitychange', listen);
    return () => {
      document.removeEventListener('visibilitychange', listen);
      source?.close();
    };
  }, [router, first]);
  return null;
}
