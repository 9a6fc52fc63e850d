const key = 'ackademy.quiz.place';

/** Where this tab was in a quiz before it was reloaded; null: it was not in this one. */
export function keptPlace(quiz: string, length: number): number | null {
  try {
    const [id, text] = sessionStorage.getItem(key)?.split(' ') ?? [];
    const place = Number(text);
    return id === quiz && Number.isInteger(place) && place >= 0 && place < length ? place : null;
  } catch {
    return null;
  }
}

/** Each tab has its own place, so it is no fact of the log. */
export function keepPlace(quiz: string, place: number): void {
  try {
    sessionStorage.setItem(key, `${quiz} ${String(place)}`);
  } catch {
    // Full, or not allowed: a reload goes to the first question without an answer then.
  }
}
