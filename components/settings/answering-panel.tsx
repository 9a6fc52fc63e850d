'use client';

import { reviewStore, useReviews } from '#components/review/use-reviews.ts';
import { announce } from '#lib/browser/announce.ts';

/** How cards are answered. Saved as a row of the review log as soon as it is changed. */
export function AnsweringPanel() {
  const { ready, state } = useReviews();
  const { typesAnswers } = state.settings.latest(null);

  function change() {
    void reviewStore()
      .append([{ kind: 'settings', deck: null, patch: { typesAnswers: !typesAnswers } }], Date.now())
      .then(() => announce(typesAnswers ? 'You answer in your mind.' : 'You type your answers.'));
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
          onChange={change}
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
