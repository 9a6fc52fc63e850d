import type { ReviewRow, ReviewRowOf } from '#lib/review/row.ts';

/** A row about one prompt. */
export type PromptRow = ReviewRowOf<'review' | 'practice' | 'bury' | 'suspend' | 'resume' | 'reset'>;

export function isAboutPrompt(row: ReviewRow): row is PromptRow {
  return 'card' in row;
}
