/** What a code means: one sentence that says what happened, one that says what to do. */
export interface CodeInfo {
  readonly message: string;
  readonly help: string;
}

/** The codes of a table; at least one. */
export function codesOf<Table extends object>(
  table: Table,
): [keyof Table & string, ...(keyof Table & string)[]] {
  return Object.keys(table) as [keyof Table & string, ...(keyof Table & string)[]];
}
