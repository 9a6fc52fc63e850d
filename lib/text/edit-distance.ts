/**
 * The edit distance of two texts: how many characters must be inserted, deleted, substituted or swapped with their neighbour
 * to turn one into the other (optimal string alignment). `null`: more than `most`. Computes only the cells that `most` allows.
 *
 * @example editDistance('lsiten', 'listen', 2) // 1
 */
export function editDistance(a: string, b: string, most: number): number | null {
  if (a === b) return 0;
  if (most <= 0 || Math.abs(a.length - b.length) > most) return null;
  const far = most + 1;
  let older: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => Math.min(j, far));
  for (let i = 1; i <= a.length; i += 1) {
    const row = new Array<number>(b.length + 1).fill(far);
    if (i <= most) row[0] = i;
    let least = row[0] ?? far;
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j += 1) {
      const isSame = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      let cost = Math.min(
        (above[j] ?? far) + 1,
        (row[j - 1] ?? far) + 1,
        (above[j - 1] ?? far) + (isSame ? 0 : 1),
      );
      const isSwap =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (isSwap) cost = Math.min(cost, (older[j - 2] ?? far) + 1);
      row[j] = Math.min(cost, far);
      least = Math.min(least, cost);
    }
    if (least > most) return null;
    [older, above] = [above, row];
  }
  const result = above[b.length] ?? far;
  return result > most ? null : result;
}

/**
 * The known word that was most likely meant: the one with the fewest edits, at most `maxEdits`, where letter case does not
 * count. `null`: none is near.
 */
export function nearest<Known extends string>(
  word: string,
  known: readonly Known[],
  maxEdits = 2,
): Known | null {
  const written = word.toLowerCase();
  let best: Known | null = null;
  let bestEdits = maxEdits + 1;
  for (const candidate of known) {
    const edits = editDistance(written, candidate.toLowerCase(), bestEdits - 1);
    if (edits !== null) [best, bestEdits] = [candidate, edits];
  }
  return best;
}
