import type { PromptRef } from '#lib/deck/prompt.ts';
import { promptState } from '#lib/review/state.ts';
import type { Answer, ReviewState } from '#lib/review/state.ts';

/** All answers to `prompts`, practice included, prompt by prompt. */
export function* answersOf(state: ReviewState, prompts: readonly PromptRef[]): Generator<Answer> {
  for (const prompt of prompts) yield* promptState(state, prompt.key)?.answers ?? [];
}
