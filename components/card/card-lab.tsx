'use client';

import { lazy, Suspense } from 'react';
import { LoadBoundary, LoadFailed } from '#components/ui/load-boundary.tsx';
import type { Prompt } from '#lib/cards/prompt.ts';

// Not fetched before it is wanted.
const LabInPlace = lazy(() =>
  import('#components/lab/guide/lab-in-place.tsx').then((module) => ({ default: module.LabInPlace })),
);

/** The lab of a card, below it; nothing where it has none. */
export function CardLab({ prompt, onClose }: { prompt: Prompt; onClose: () => void }) {
  const { lab, front, text } = prompt;
  if (lab === null) return null;
  return (
    <LoadBoundary failed={<LoadFailed what="The lab" className="mt-4" />}>
      <Suspense fallback={<p className="mt-4 text-soft">Loading the lab …</p>}>
        <LabInPlace lab={lab} front={front} text={text} onClose={onClose} />
      </Suspense>
    </LoadBoundary>
  );
}
