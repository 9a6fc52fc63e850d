'use client';

import { memo } from 'react';
import { reviewStore } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';
import type { BrowserRow } from './card-browser.tsx';
import { type CardPlace, summaryText } from './card-place.ts';
import { PlaceTable } from './place-table.tsx';

/** A card of the list: the question, where its prompts stand, and opened the answer and what can be done with it. */
export const CardRow = memo(function CardRow({
  row,
  places,
}: {
  row: BrowserRow;
  places: readonly CardPlace[] | null;
}) {
  const { card, front, answer, place } = row;
  const suspended = places !== null && places.every(({ name }) => name === 'suspended');
  const untouched = places === null || places.every(({ name }) => name === 'new');

  function write(kind: 'suspend' | 'resume' | 'reset', said: string) {
    const drafts = card.prompts.map(({ key, rev }) => ({ kind, card: key, rev }));
    void reviewStore()
      .append(drafts, Date.now())
      .then(() => announce(said));
  }

  return (
    <li id={card.id} className="[contain-intrinsic-size:auto_3.25rem] [content-visibility:auto]">
      <details className="group">
        <summary className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-5 py-3 hover:bg-ground">
          <span className="min-w-48 flex-1">{front}</span>
          <span className="flex items-baseline gap-3 text-sm text-soft">
            {places && <span>{summaryText(places)}</span>}
            <span className="font-mono text-xs">{place}</span>
          </span>
        </summary>
        <div className="border-t border-dashed border-line bg-ground px-5 py-4">
          {answer}
          {places && <PlaceTable places={places} />}
          <div className="mt-4 flex flex-wrap gap-2 text-sm">
            {suspended ? (
              <button type="button" className="button" onClick={() => write('resume', 'Card resumed.')}>
                Resume
              </button>
            ) : (
              <button type="button" className="button" onClick={() => write('suspend', 'Card suspended.')}>
                Suspend
              </button>
            )}
            <button
              type="button"
              className="button"
              disabled={untouched}
              onClick={() => write('reset', 'Schedule forgotten. The card is new again.')}
            >
              Start anew
            </button>
          </div>
        </div>
      </details>
    </li>
  );
});
