/** The front matter of examples, on lines 1 to 4. */
export const front = '---\ndeck: d\ntitle: D\n---\n';

/** A deck of one card; its heading is on line 5. */
export function card(heading: string, text: string): string {
  return `${front}## ${heading}\n${text}`;
}

/**
 * A deck of one card whose heading has no problem; the text begins on line 6.
 *
 * @param words further words of its comment, as in `; order`
 */
export function body(text: string, words = ''): string {
  return card(`Q <!-- id: q${words} -->`, text);
}

export const order = (text: string): string => body(text, '; order');
export const match = (text: string): string => body(text, '; match');

/** A card without problems. */
export const goodCard = '## Q <!-- id: q -->\nA\n';
