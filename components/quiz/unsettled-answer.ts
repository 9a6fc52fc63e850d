const key = 'ackademy.quiz.unsettled';

/** What was given last, while it is not in the log yet. */
export interface UnsettledAnswer {
  /** Id of the quiz. */
  readonly quiz: string;
  readonly place: number;
  /** As a row has it. */
  readonly given: string[];
  readonly hinted: boolean;
}

/** What this tab had not written down when it was reloaded; null: nothing of this quiz. */
export function unsettledAnswer(quiz: string): UnsettledAnswer | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (!Array.isArray(kept)) return null;
    const parts: readonly unknown[] = kept;
    const [id, place, hinted, ...given] = parts;
    const isReadable = typeof place === 'number' && given.every((text) => typeof text === 'string');
    return id === quiz && isReadable ? { quiz, place, given, hinted: hinted === true } : null;
  } catch {
    return null;
  }
}

/** Keeps it in the tab, at once: a page that goes has no time left to write to the log. `null` keeps nothing. */
export function keepUnsettled(answer: UnsettledAnswer | null): void {
  try {
    if (answer === null) sessionStorage.removeItem(key);
    else {
      const { quiz, place, hinted, given } = answer;
      sessionStorage.setItem(key, JSON.stringify([quiz, place, hinted, ...given]));
    }
  } catch {
    // Full, or not allowed: what was typed in the last moment is gone with the page.
  }
}
