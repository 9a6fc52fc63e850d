import { fold } from '#lib/review/fold.ts';
import type { ReviewRow, ReviewRowOf } from '#lib/review/row.ts';
import { isTakenBack } from '#lib/review/undo.ts';

/** An answer that counts, and whose it is. */
export interface CountedAnswer {
  readonly row: ReviewRowOf<'review' | 'practice'>;
  /** Position of the first log of this student. */
  readonly student: number;
}

/** For each log the first one of the same student: logs that share a row are exports of one log. */
function studentsOf(logs: readonly (readonly ReviewRow[])[]): number[] {
  const first = logs.map((_, log) => log);
  const root = (log: number): number => {
    const above = first[log] ?? log;
    return above === log ? log : root(above);
  };
  const owner = new Map<string, number>();
  logs.forEach((rows, log) => {
    for (const { id } of rows) {
      const other = root(owner.get(id) ?? log);
      const own = root(log);
      first[Math.max(own, other)] = Math.min(own, other);
      owner.set(id, log);
    }
  });
  return logs.map((_, log) => root(log));
}

/** The answers of all logs. A row that stands in several of them counts once, one that was taken back not at all. */
export function countedAnswers(logs: readonly (readonly ReviewRow[])[]): CountedAnswer[] {
  const { undos } = fold(logs.flat());
  const students = studentsOf(logs);
  const seen = new Set<string>();
  return logs.flatMap((rows, log) =>
    rows.flatMap((row): CountedAnswer[] => {
      if (row.kind !== 'review' && row.kind !== 'practice') return [];
      if (seen.size === seen.add(row.id).size || isTakenBack(row, undos)) return [];
      return [{ row, student: students[log] ?? log }];
    }),
  );
}
