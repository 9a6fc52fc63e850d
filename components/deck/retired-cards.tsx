'use client';

import { useReviews } from '#components/review/use-reviews.ts';
import type { DeckCard } from './deck-card.ts';

/** Cards that left the deck: their history is kept, and holds again should they come back. */
export function RetiredCards({ deck, cards }: { deck: string; cards: readonly DeckCard[] }) {
  const { state } = useReviews();
  const here = new Set(cards.flatMap(({ prompts }) => prompts.map(({ key }) => key)));
  const retired = [...state.prompts.values()]
    .map((log) => log.state)
    .filter((prompt) => prompt.deck === deck && !here.has(prompt.key) && prompt.answers.length > 0);
  if (retired.length === 0) return null;
  return (
    <details className="panel mt-4 px-5 py-3">
      <summary className="text-soft">
        {retired.length} retired {retired.length === 1 ? 'card' : 'cards'}: no longer in the deck, history
        kept
      </summary>
      <ul className="mt-3 flex flex-col gap-1">
        {retired.map(({ key, answers }) => (
          <li key={key} className="flex justify-between gap-4">
            <code className="font-mono text-sm break-all">{key}</code>
            <span className="text-sm whitespace-nowrap text-soft">
              {answers.length} {answers.length === 1 ? 'answer' : 'answers'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
