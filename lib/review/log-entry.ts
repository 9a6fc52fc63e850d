import type { ReviewRow } from '#lib/review/row.ts';
import { compareRows } from '#lib/review/row-order.ts';

/** The log from its newest row backwards. Entries never change, so logs that differ in their newest rows share the rest. */
export interface LogEntry {
  readonly row: ReviewRow;
  readonly before: LogEntry | null;
}

/** The log with `rows`, sorted, at their places; quick where those are near the end. */
export function withRows(newest: LogEntry | null, rows: readonly ReviewRow[]): LogEntry | null {
  const later: ReviewRow[] = [];
  let entry = newest;
  let left = rows.length;
  while (left > 0) {
    const row = rows[left - 1];
    if (row === undefined) break;
    if (entry !== null && compareRows(row, entry.row) < 0) {
      later.push(entry.row);
      entry = entry.before;
    } else {
      later.push(row);
      left -= 1;
    }
  }
  return later.reduceRight<LogEntry | null>((before, row) => ({ row, before }), entry);
}

export function* fromNewest(newest: LogEntry | null): Generator<ReviewRow> {
  for (let entry = newest; entry !== null; entry = entry.before) yield entry.row;
}
