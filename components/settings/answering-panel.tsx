'use client';

import { useState } from 'react';
import { reviewStore, useReviews } from '#components/data/use-reviews.ts';
import { announce } from '#components/ui/announce.ts';

/** How cards are answered. Saved as an entry of the review log as soon as it is changed. */
export function AnsweringPanel() {
  const { ready, state } = useReviews();
  /** What is being written. */
  const [wanted, setWanted] = useState<boolean | null>(null);
  const typesAnswers = wanted ?? state.settings.latest(null).typesAnswers;

  async function change(typesAnswers: boolean) {
    setWanted(typesAnswers);
    await reviewStore().append([{ kind: 'settings', deck: null, patch: { typesAnswers } }], Date.now());
    setWanted(null);
    announce(typesAnswers ? 'You type your answers.' : 'You answer in your mind.');
  }

  return (
    <section className="panel p-6 sm:p-7" aria-labelledby="answering">
      <h2 id="answering" className="text-lg font-semibold">
        Answering
      </h2>
      <label className="mt-3 flex min-h-11 items-start gap-3">
        <input
          type="checkbox"
          role="switch"
          className="mt-1 size-4 accent-ink"
          checked={typesAnswers}
          disabled={!ready}
          aria-describedby="types-answers-help"
          onChange={(event) => void change(event.target.checked)}
        />
        <span>
          <span className="font-medium">Type your answers</span>
          <span id="types-answers-help" className="block text-sm text-soft">
            Study asks you to type, place and match, grades it, and proposes a grade. You can still show the
            answer without.
          </span>
        </span>
      </label>
    </section>
  );
}
