import { writeCookie } from '#lib/storage/cookie.ts';
import type { QuizProgress } from '#lib/quiz/quiz-progress.ts';

const yearSeconds = 31_536_000;

/** What a browser knows to be shown on the quiz page of a deck instead of the choice of a new quiz. */
type UnderWay = QuizProgress | 'result';

/**
 * The cookie that carries to the server what the quiz page of a deck showed last: how far a quiz is, which Today
 * paints, or a result. Then the server does not paint the choice of a new one. A hint, no more: the review log decides.
 */
export function underWayCookie(deck: string): string {
  return `under-way-${deck}`;
}

/** @returns null: the cookie says nothing */
export function underWayOf(value: string | undefined): UnderWay | null {
  if (value === 'result') return value;
  const [, mode, answered, questions] = /^(quiz|test)\.(\d{1,5})\.(\d{1,5})$/.exec(value ?? '') ?? [];
  if (mode !== 'quiz' && mode !== 'test') return null;
  return { mode, answered: Number(answered), questions: Number(questions) };
}

/** @param underWay null: neither a quiz nor a result; a quiz goes on after the browser was closed, too */
export function rememberUnderWay(deck: string, underWay: UnderWay | null): void {
  const write = (value: string, maxAgeSeconds: number | null) =>
    writeCookie(underWayCookie(deck), value, '/', maxAgeSeconds);
  if (underWay === null) write('', 0);
  else if (underWay === 'result') write(underWay, null);
  else write([underWay.mode, underWay.answered, underWay.questions].join('.'), yearSeconds);
}
