import type { TakenHint } from '#lib/quiz/quiz-record.ts';
import { tabStorage } from '#lib/storage/tab-storage.ts';

/** What a tab keeps of a quiz over a reload. Each tab has its own, so none of it is a fact of the log. */

/** The last response, while it is not in the log yet: a page that goes has no time to write there. */
export interface UnsettledAnswer {
  /** Id of the quiz. */
  readonly quiz: string;
  readonly place: number;
  /** As an entry has it. */
  readonly response: readonly string[];
  readonly hints: readonly TakenHint[];
}

interface Place {
  /** Id of the quiz. */
  readonly quiz: string;
  readonly place: number;
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const { quiz, place } = value as Partial<Record<keyof Place, unknown>>;
  return typeof quiz === 'string' && Number.isInteger(place);
}

function isHint(value: unknown): value is TakenHint {
  if (typeof value !== 'object' || value === null || !('text' in value)) return false;
  const isOptionText = !('struck' in value) || typeof value.struck === 'string';
  return typeof value.text === 'string' && isOptionText;
}

function isUnsettledAnswer(value: unknown): value is UnsettledAnswer {
  if (!isPlace(value) || !('response' in value) || !('hints' in value)) return false;
  const { response, hints } = value;
  return (
    Array.isArray(response) &&
    response.every((text) => typeof text === 'string') &&
    Array.isArray(hints) &&
    hints.every(isHint)
  );
}

const places = tabStorage('quiz.place', { isValue: isPlace, maxCharacters: 200 });

/** Where this tab was in a quiz before it was reloaded; null: it was not in this one. */
export function keptPlace(quiz: string, length: number): number | null {
  const kept = places.read();
  return kept?.quiz === quiz && kept.place >= 0 && kept.place < length ? kept.place : null;
}

/** A reload of a tab that may keep nothing goes to the first question without an answer. */
export function keepPlace(quiz: string, place: number): void {
  places.write({ quiz, place });
}

/** Of a tab that may keep nothing, what was typed last is lost with the page. */
export const unsettledAnswers = tabStorage('quiz.unsettled', {
  isValue: isUnsettledAnswer,
  maxCharacters: 100_000,
});
