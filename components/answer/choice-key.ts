const keys = '123456789abcdefghijk';

/** The key that chooses the item shown at `place` (from 0); null beyond the 20th. */
export function choiceKey(place: number): string | null {
  return keys[place] ?? null;
}
