import { isLeech } from '#lib/review/schedule.ts';
import type { PromptRef } from '#lib/cards/prompt.ts';
import type { Memory } from '#lib/review/schedule.ts';
import { type PromptState, promptState, type ReviewState } from '#lib/review/state.ts';
import { type Calendar, type StudyDay, studyDayOf } from '#lib/review/study-day.ts';

/** The status of a prompt at an instant. Instants are epoch milliseconds. */
export type CardStatus =
  | { readonly kind: 'new' }
  /** In a learning or relearning step that ends at `due`. */
  | { readonly kind: 'learning'; readonly due: number; readonly memory: Memory }
  /** To be reviewed today, or overdue. */
  | { readonly kind: 'due'; readonly due: number; readonly memory: Memory }
  /** Its author gave it a new revision: it is due, and nothing is known of how well. */
  | { readonly kind: 'revised' }
  /** To be reviewed on a later day. */
  | { readonly kind: 'review'; readonly due: number; readonly memory: Memory }
  | { readonly kind: 'buried'; readonly until: number }
  | { readonly kind: 'suspended' };

/** The status of a prompt, for a list of one deck. */
export function cardStatus(
  state: ReviewState,
  prompt: PromptRef,
  now: number,
  calendar: Calendar,
): { readonly cardStatus: CardStatus; readonly leech: boolean } {
  const known = promptState(state, prompt.key);
  return {
    cardStatus: cardStatusOf(known, prompt, now, studyDayOf(now, calendar)),
    leech: known !== null && isLeech(known),
  };
}

export function cardStatusOf(
  known: PromptState | null,
  prompt: PromptRef,
  now: number,
  today: StudyDay,
): CardStatus {
  if (known === null) return { kind: 'new' };
  if (known.suspended) return { kind: 'suspended' };
  if (known.buriedUntil > now) return { kind: 'buried', until: known.buriedUntil };
  const { memory } = known;
  if (memory === null) return { kind: 'new' };
  if (prompt.rev !== known.rev) return { kind: 'revised' };
  if (memory.state !== 'review') return { kind: 'learning', due: memory.due, memory };
  return { kind: memory.due < today.endAt ? 'due' : 'review', due: memory.due, memory };
}
