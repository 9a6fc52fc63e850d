'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Shows an edited deck in an open page: the server says when a deck has changed, and the page fetches itself again. Listens
 * only while the page is seen, because a browser allows few open connections to one server.
 */
export function LiveDecks() {
  const router = useRouter();
  useEffect(() => {
    let source: EventSource | null = null;
    let version: string | null = null;
    const listen = () => {
      if (document.hidden) {
        source?.close();
        source = null;
        return;
      }
      source ??= new EventSource('/api/live');
      source.onmessage = ({ data }: MessageEvent<string>) => {
        // A missing page is reloaded: it may exist now.
        if (version !== null && version !== data) {
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
  }, [router]);
  return null;
}
