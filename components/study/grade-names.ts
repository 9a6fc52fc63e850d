import type { Rating } from '#lib/review/row.ts';

export const gradeNames: Readonly<Record<Rating, string>> = { 1: 'Again', 2: 'Hard', 3: 'Good', 4: 'Easy' };
