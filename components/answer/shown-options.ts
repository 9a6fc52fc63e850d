import type { Body } from '#lib/cards/prompt.ts';
import { shuffled } from '#lib/cards/shuffle.ts';

/** The options of a choice in the order they are shown, each with its position in the deck. */
export function shownOptions(body: Extract<Body, { kind: 'choice' }>, seed: string) {
  return shuffled(
    body.options.map((option, position) => ({ ...option, position })),
    seed,
  );
}
