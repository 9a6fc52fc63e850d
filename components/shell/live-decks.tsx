'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { watchDeckVersions } from '#components/shell/deck-versions.ts';

/**
 * Shows an edited deck in an open page: the server says when a deck has changed, and the page fetches itself again.
 *
 * @param rendered the version of the decks that the page was rendered from
 */
export function LiveDecks({ rendered }: { rendered: string }) {
  const router = useRouter();
  // Later ones are reported, also to a page that was fetched again for them.
  const [first] = useState(rendered);
  useEffect(() => {
    let known = first;
    return watchDeckVersions((version) => {
      if (version === known) return;
      known = version;
      // A missing page is reloaded: it may exist now.
      if (document.querySelector('[data-missing]')) location.reload();
      else router.refresh();
    });
  }, [router, first]);
  return null;
}
