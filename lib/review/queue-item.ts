import type { PromptRef } from '#lib/deck/prompt.ts';
import type { Calendar } from '#lib/review/calendar.ts';
import type { ReviewState } from '#lib/review/state.ts';

/**
 * `study`: what remains today. `practice`: everything, weakest first; answers are `practice` rows. `cram`: everything, by
 * what it gains for the exam, beyond the daily limits; answers are `review` rows.
 */
export type StudyMode = 'study' | 'practice' | 'cram';

export interface QueueRequest {
  readonly state: ReviewState;
  /** The prompts of `deck`, in its order. */
  readonly prompts: readonly PromptRef[];
  readonly deck: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly calendar: Calendar;
  readonly mode: StudyMode;
  /** Practice and cram leave out what was answered since then (epoch milliseconds), so that a round comes to an end. */
  readonly since?: number;
}

export interface QueueItem {
  readonly prompt: PromptRef;
  readonly kind: 'new' | 'learning' | 'review';
  /** Epoch milliseconds; null where nothing was due yet (new, or a new revision). */
  readonly due: number | null;
  /** Predicted recall now, 0 to 1; null where nothing is known. */
  readonly retrievability: number | null;
}

export interface StudyQueue {
  /** What to ask, in this order. */
  readonly items: readonly QueueItem[];
  /** What remains; in study, `learning` counts steps that have not ended yet too. */
  readonly counts: { readonly new: number; readonly learning: number; readonly review: number };
  /** Epoch milliseconds at which there will be more to ask; null where nothing is waiting. */
  readonly nextDueAt: number | null;
}
