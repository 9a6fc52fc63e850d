import type { ReviewRow, ReviewRowOf } from '#lib/review/row.ts';

export type GameRow = ReviewRowOf<'game'>;

/** A row that belongs to a quiz: its beginning, what was given and how it was graded, its end. */
export type QuizRow = ReviewRowOf<'quiz' | 'given' | 'quiz-end' | 'review'>;

/** The quiz to which a row belongs; `null`: none. */
export function quizOf(row: ReviewRow): { readonly id: string; readonly row: QuizRow } | null {
  switch (row.kind) {
    case 'quiz':
      return { id: row.id, row };
    case 'given':
    case 'quiz-end':
      return { id: row.quiz, row };
    case 'review':
      return row.quiz === undefined ? null : { id: row.quiz, row };
    default:
      return null;
  }
}
