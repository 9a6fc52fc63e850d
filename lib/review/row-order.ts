/** A row's place in the log. */
export interface RowPlace {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly id: string;
}

/** The order of the log: by moment, and by id where two rows have the same one. */
export function compareRows(a: RowPlace, b: RowPlace): number {
  if (a.at !== b.at) return a.at - b.at;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** `rows` with `row` at its place; the array itself stays as it is. */
export function insertRow<R extends RowPlace>(rows: readonly R[], row: R): readonly R[] {
  const last = rows.at(-1);
  if (last === undefined || compareRows(last, row) < 0) return [...rows, row];
  const index = rows.findIndex((other) => compareRows(row, other) < 0);
  return rows.toSpliced(index === -1 ? rows.length : index, 0, row);
}
