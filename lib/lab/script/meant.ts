import { nearest } from '#lib/diagnostics/nearest.ts';

interface MeantOptions<Known extends string> {
  /** Other words for the same thing, in small letters. */
  readonly synonyms?: Readonly<Record<string, Known>>;
  readonly maxEdits?: number;
}

/**
 * The known word that was probably meant: what the word is another word for, or the nearest one. A short word has to be
 * nearer, as one edit makes another word of it.
 */
export function meant<Known extends string>(
  word: string,
  known: readonly Known[],
  { synonyms = {}, maxEdits = 2 }: MeantOptions<Known> = {},
): Known | null {
  const small = word.toLowerCase();
  if (Object.hasOwn(synonyms, small)) return synonyms[small] ?? null;
  return nearest(word, known, Math.min(maxEdits, Math.floor(word.length / 3)));
}
