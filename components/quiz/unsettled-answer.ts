import type { TakenHint } from '#lib/quiz/quiz-record.ts';

const key = 'ackademy.quiz.unsettled';

/** What was given last, while it is not in the log yet. */
export interface UnsettledAnswer {
  /** Id of the quiz. */
  readonly quiz: string;
  readonly place: number;
  /** As a row has it. */
  readonly given: string[];
  readonly hints: readonly TakenHint[];
}

/** What this tab had not written down when it was reloaded; null: nothing of this quiz. */
export function unsettledAnswer(quiz: string): UnsettledAnswer | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!Array.isArray(kept)) return null;
    const parts: readonly unknown[] = kept;
    const [id, place, hints, ...given] = parts;
    const isReadable = typeof place === 'number' && given.every((text) => typeof text === 'string');
    if (id !== quiz || !isReadable || !Array.isArray(hints) || !hints.every(isHint)) return null;
    return { quiz, place, given, hints };
  } catch {
    return null;
  }
}

function isHint(value: unknown): value is TakenHint {
  if (typeof value !== 'object' || value === null || !('text' in value)) return false;
  const isOptionText = !('struck' in value) || typeof value.struck === 'string';
  return typeof value.text === 'string' && isOptionText;
}

/** Keeps it in the tab, at once: a page that goes has no time left to write to the log. `null` keeps nothing. */
export function keepUnsettled(answer: UnsettledAnswer | null): void {
  try {
    if (answer === null) sessionStorage.removeItem(key);
    else {
      const { quiz, place, hints, given } = answer;
      sessionStorage.setItem(key, JSON.stringify([quiz, place, hints, ...given]));
    }
  } catch {
    // Full, or not allowed: what was typed in the last moment is gone with the page.
  }
}
