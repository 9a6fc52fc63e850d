import { deckOf, type PromptRef } from '#lib/cards/prompt.ts';
import type { Rating } from '#lib/review/entry-schema.ts';
import { fuzzSeed, type Outcome, preview } from '#lib/review/schedule.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';

/** What each grade would do to a prompt at `at`: exactly what the fold then makes of the entry. */
export function previewPrompt(
  state: ReviewState,
  prompt: PromptRef,
  at: number,
): Readonly<Record<Rating, Outcome>> {
  const before = promptState(state, prompt.key);
  const memory = before === null ? null : memoryFor(before, prompt.rev);
  const settings = state.settings.latest(deckOf(prompt.key));
  return preview(memory, at, settings, fuzzSeed(prompt.key, before?.totalReps ?? 0));
}
