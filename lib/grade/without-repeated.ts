import { longestCompared } from './longest-compared.ts';

interface Piece {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Words and numbers, and each sign by itself. */
function piecesOf(text: string): readonly Piece[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}\p{M}_]+|\S/gu), ({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
  }));
}

/** How many pieces at the end of `one` are those at the beginning of `two`. */
function overlap(one: readonly Piece[], two: readonly Piece[]): number {
  for (let count = Math.min(one.length, two.length); count > 0; count -= 1)
    if (one.slice(-count).every(({ text }, at) => text === two[at]?.text)) return count;
  return 0;
}

/**
 * What is left of what was typed into a blank without what stands beside the blank, and was typed once more.
 *
 * @returns null: nothing was, or nothing else
 */
export function withoutRepeated(
  typed: string,
  { before, after }: { readonly before: string; readonly after: string },
): string | null {
  if (typed.length > longestCompared) return null;
  const pieces = piecesOf(typed);
  const first = overlap(piecesOf(before.slice(-longestCompared)), pieces);
  const behind = overlap(pieces.slice(first), piecesOf(after.slice(0, longestCompared)));
  const rest = pieces.slice(first, pieces.length - behind);
  const [from, to] = [rest[0], rest.at(-1)];
  if (from === undefined || to === undefined || rest.length === pieces.length) return null;
  return typed.slice(from.start, to.end);
}
