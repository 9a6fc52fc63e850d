import type { PromptRef } from '#lib/deck/prompt.ts';
import { answersOf } from '#lib/review/answers.ts';
import type { ReviewState } from '#lib/review/state.ts';

/** Answers whose predicted recall fell between `from` and `to`. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Means over the `n` answers, 0 to 1: of the prediction, and of what came (1 unless the rating was again). */
  readonly predicted: number;
  readonly actual: number;
}

/** Predicted recall is rarely lower; everything below is one bin. */
const lowestEdge = 0.5;
const binWidth = 0.05;

/**
 * How far the predictions come true: answers that counted, to prompts in review, by predicted recall. Bins without answers
 * are left out; ascending.
 */
export function calibration(state: ReviewState, prompts: readonly PromptRef[]): readonly CalibrationBin[] {
  const binCount = Math.round((1 - lowestEdge) / binWidth) + 1;
  const bins = Array.from({ length: binCount }, () => ({ n: 0, predicted: 0, recalled: 0 }));
  for (const { counted, before, retrievability: predicted, rating } of answersOf(state, prompts)) {
    if (!counted || before !== 'review' || predicted === null) continue;
    const index = Math.max(0, Math.min(binCount - 1, Math.floor((predicted - lowestEdge) / binWidth) + 1));
    const bin = bins[index];
    if (bin === undefined) continue;
    bin.n += 1;
    bin.predicted += predicted;
    bin.recalled += rating > 1 ? 1 : 0;
  }
  return bins.flatMap(({ n, predicted, recalled }, index) =>
    n === 0 ? [] : [{ ...edgesOf(index), n, predicted: predicted / n, actual: recalled / n }],
  );
}

function edgesOf(index: number): { from: number; to: number } {
  const to = Math.round((lowestEdge + index * binWidth) * 100) / 100;
  return { from: index === 0 ? 0 : Math.round((to - binWidth) * 100) / 100, to };
}
