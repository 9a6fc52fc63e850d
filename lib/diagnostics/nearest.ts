import { editDistance } from '#lib/text/edit-distance.ts';

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
