import type { PromptRef } from '#lib/deck/prompt.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { isLeech } from '#lib/review/leech.ts';
import { retrievability } from '#lib/review/schedule.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

/** Recall below which a card is likely to be missed within days. */
const weakRecall = 0.8;

/**
 * Whether a student who has met the prompt is likely to miss it: the last answer was again or hard, it is a leech, or its
 * predicted recall at `now` (epoch milliseconds) is below 80 %. What was never asked is new, not weak.
 */
export function isWeak(state: ReviewState, prompt: PromptRef, now: number): boolean {
  const known = promptState(state, prompt.key);
  const last = known?.answers.at(-1);
  if (known === null || last === undefined) return false;
  if (last.rating <= 2 || isLeech(known)) return true;
  const memory = memoryFor(known, prompt.rev);
  return memory !== null && retrievability(memory, now) < weakRecall;
}
