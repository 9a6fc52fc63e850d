/** What a file says of itself that only one file can have, such as the name of its deck. */
export interface Claim {
  readonly file: string;
  /** Whether the file has no error of its own. */
  readonly isSound: boolean;
}

/**
 * The file that has each value that several may claim: the one that had it before, as long as it works; else the first
 * without errors; else the first.
 *
 * @param valueOf `null`: the file claims nothing
 * @param holders the files that had what they claim until now, and still work
 */
export function holdersOf<Value extends string | number, Known extends Claim>(
  claims: readonly Known[],
  valueOf: (claim: Known) => Value | null,
  holders: ReadonlySet<string> = new Set(),
): ReadonlyMap<Value, string> {
  const rank = ({ file, isSound }: Claim) => (holders.has(file) ? 0 : isSound ? 1 : 2);
  const best = new Map<Value, Known>();
  for (const claim of claims) {
    const value = valueOf(claim);
    if (value === null) continue;
    const other = best.get(value);
    if (other === undefined || rank(claim) < rank(other)) best.set(value, claim);
  }
  return new Map(Array.from(best, ([value, { file }]) => [value, file]));
}
