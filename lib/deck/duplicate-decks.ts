import type { DeckCheck } from '#lib/deck/deck-reader.ts';
import type { Diagnostic } from '#lib/diagnostics/diagnostic.ts';

/** An error for each file whose `deck` a file before it has already. */
export function duplicateDecks(
  checks: readonly Pick<DeckCheck, 'frontMatter' | 'ifDuplicate'>[],
): Diagnostic[] {
  const first = new Map<string, string>();
  return checks.flatMap(({ frontMatter: { deck }, ifDuplicate }) => {
    const owner = first.get(deck);
    if (owner !== undefined)
      return { ...ifDuplicate, message: `\`${owner}\` has the deck \`${deck}\` already` };
    first.set(deck, ifDuplicate.file);
    return [];
  });
}
