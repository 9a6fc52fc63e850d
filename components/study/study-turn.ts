import type { PromptKey } from '#lib/deck/prompt.ts';
import type { StudyMode } from '#lib/review/queue-item.ts';
import { promptState, type ReviewState } from '#lib/review/state.ts';

export const studyModes: readonly StudyMode[] = ['study', 'practice', 'cram'];

/** The card in front of the student. It stays there, whatever the queue says, until the log says something new of it. */
export interface Turn {
  readonly key: PromptKey;
  /** Decides in which order options are shown: anew each time the prompt is asked. */
  readonly seed: string;
  readonly fingerprint: string;
}

export function turnOf(state: ReviewState, key: PromptKey): Turn {
  const known = promptState(state, key);
  return { key, seed: seedOf(key, known?.answers.length ?? 0), fingerprint: fingerprint(state, key) };
}

export function holds(turn: Turn, state: ReviewState): boolean {
  return fingerprint(state, turn.key) === turn.fingerprint;
}

export function seedOf(key: PromptKey, timesAnswered: number): string {
  return `${key}~${timesAnswered}`;
}

function fingerprint(state: ReviewState, key: PromptKey): string {
  const known = promptState(state, key);
  return known ? [known.answers.length, known.suspended, known.buriedUntil].join() : '';
}
