import type { PromptRef } from '#lib/deck/prompt.ts';
import { memoryFor } from '#lib/review/fold-prompt.ts';
import { isLeech } from '#lib/review/leech.ts';
import { promptState } from '#lib/review/state.ts';
import type { PromptState, ReviewState } from '#lib/review/state.ts';

export interface HardPrompt {
  readonly prompt: PromptRef;
  readonly lapses: number;
  /** 1 to 10; null while nothing is known. */
  readonly difficulty: number | null;
  /** Share of answers that counted and were again, 0 to 1. */
  readonly againShare: number;
  readonly leech: boolean;
}

/** One unlucky answer makes no card hard. */
const fewestAnswers = 3;

/**
 * The prompts that were forgotten most: by lapses, then the share of again, then difficulty. Never failed, or answered less
 * than three times: not listed.
 */
export function hardest(
  state: ReviewState,
  prompts: readonly PromptRef[],
  limit: number,
): readonly HardPrompt[] {
  return prompts
    .flatMap((prompt) => {
      const known = promptState(state, prompt.key);
      const againShare = known === null ? 0 : shareOfAgain(known);
      if (known === null || againShare === 0 || known.totalReps < fewestAnswers) return [];
      const difficulty = memoryFor(known, prompt.rev)?.difficulty ?? null;
      return [{ prompt, lapses: known.totalLapses, difficulty, againShare, leech: isLeech(known) }];
    })
    .sort(
      (a, b) =>
        b.lapses - a.lapses || b.againShare - a.againShare || (b.difficulty ?? 0) - (a.difficulty ?? 0),
    )
    .slice(0, limit);
}

function shareOfAgain(known: PromptState): number {
  const counted = known.answers.filter((answer) => answer.counted);
  return counted.length === 0 ? 0 : counted.filter((answer) => answer.rating === 1).length / counted.length;
}
