'use client';

import { lazy, Suspense } from 'react';
import { LoadBoundary } from '#components/ui/load-boundary.tsx';
import { useAfterPaint } from '#components/ui/use-after-paint.ts';

const StoreNotice = lazy(() =>
  import('./store-notice.tsx').then((module) => ({ default: module.StoreNotice })),
);
const LiveDecks = lazy(() => import('./live-decks.tsx').then((module) => ({ default: module.LiveDecks })));

/** What every page has, and none needs at first: `StoreNotice` and `LiveDecks`. */
export function AfterPaint({ deckVersion }: { deckVersion: string }) {
  return (
    <LoadBoundary failed={null}>
      <Suspense>
        {useAfterPaint() && (
          <>
            <StoreNotice />
            <LiveDecks rendered={deckVersion} />
          </>
        )}
      </Suspense>
    </LoadBoundary>
  );
}
