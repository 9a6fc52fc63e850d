import type { KnownLab } from '#lib/deck/deck-reader.ts';
import type { Guide } from '#lib/lab/guide/guide.ts';

/** What a card may name of a lab. */
export function knownLab({ lab, stages }: Guide): KnownLab {
  return { lab, stages: stages.map(({ id }) => id) };
}
