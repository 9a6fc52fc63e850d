'use client';

import { lazy, Suspense } from 'react';
import { LoadBoundary } from '#components/shell/load-boundary.tsx';
import type { PlacedRow } from '#lib/lab/ladder/layout.ts';
import { rowSentence } from './row-text.ts';

// Many words, which are read when something is pointed at.
const EventMeaning = lazy(() =>
  import('./event-meaning.tsx').then((module) => ({ default: module.EventMeaning })),
);

/** The fields of one event, with a sentence on what it means. */
export function WireDetail({ placed }: { placed: PlacedRow | null }) {
  if (placed === null)
    return (
      <p className="min-h-12 border-t border-line px-4 py-2.5 text-sm text-soft">
        Point at anything in the diagram, or go through it with the arrow keys, to read its fields.
      </p>
    );
  const { mark } = placed.row;
  return (
    <div
      className="max-h-56 min-h-12 overflow-y-auto border-t border-line px-4 py-2.5 text-sm"
      aria-live="polite"
    >
      <p className="font-mono text-[0.8125rem] font-semibold">{rowSentence(placed)}</p>
      <LoadBoundary failed={null}>
        <Suspense>
          <EventMeaning mark={mark} />
        </Suspense>
      </LoadBoundary>
    </div>
  );
}
