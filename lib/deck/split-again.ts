import { type Segment, splitLines, type SplitDeck } from '#lib/deck/syntax/split-deck.ts';
import { sourceLines } from '#lib/diagnostics/finding.ts';

const longestStep = 1 << 20;

/** How many characters two texts have in common at their beginnings. */
function sharedStart(a: string, b: string): number {
  let at = 0;
  // Long stretches are compared as a whole, which is much faster than by characters.
  for (let step = longestStep; step > 0; step >>= 1)
    while (at + step <= Math.min(a.length, b.length) && a.slice(at, at + step) === b.slice(at, at + step))
      at += step;
  return at;
}

/** How many characters two texts have in common at their ends, at most `limit`. */
function sharedEnd(a: string, b: string, limit: number): number {
  let count = 0;
  for (let step = longestStep; step > 0; step >>= 1)
    while (
      count + step <= limit &&
      a.slice(a.length - count - step, a.length - count) ===
        b.slice(b.length - count - step, b.length - count)
    )
      count += step;
  return count;
}

function shifted(segments: readonly Segment[], lines: number, characters: number): readonly Segment[] {
  if (lines === 0 && characters === 0) return segments;
  return segments.map(({ line, start, source }) => ({
    line: line + lines,
    start: start + characters,
    source,
  }));
}

/**
 * Splits a deck that was split before and has been edited since: only the cards around the edit are looked at.
 *
 * @returns what `splitDeck(text)` gives, or `null` where the whole deck has to be looked at: the edit is above the first
 *   card, or a fence or comment is open, which may reach any number of cards.
 */
export function splitAgain(before: string, last: SplitDeck, text: string): SplitDeck | null {
  if (!last.isClosed) return null;
  const { frontMatter, cards, introductions } = last;
  const start = sharedStart(before, text);
  const end = before.length - sharedEnd(before, text, Math.min(before.length, text.length) - start);

  // From the last card that is whole and has a neighbour: an edit at its end may make it longer.
  const changedFrom = cards.findIndex(({ start: from, source }) => from + source.length >= start);
  const head = (changedFrom === -1 ? cards.length : changedFrom) - 1;
  const first = cards[head];
  if (first === undefined) return null;
  // Up to the first card that is whole, and before which a line still ends.
  const found = cards.findIndex(({ start: from }, index) => index > head && from > end);
  const tail = found === -1 ? cards.length : found;
  const next = cards[tail];

  const moved = text.length - before.length;
  const nextStart = next?.start ?? before.length;
  const region = text.slice(first.start, nextStart + moved);
  const lines = sourceLines(region);
  const between = splitLines(region, lines, first.line);
  if (!between.isClosed) return null;
  const movedLines = next === undefined ? 0 : first.line + lines.length - 1 - next.line;
  // After the region's last line ending begins the next card, which is no line of the region.
  const inRegion = (segments: readonly Segment[]) => shifted(segments, 0, first.start);
  return {
    frontMatter,
    cards: [
      ...cards.slice(0, head),
      ...inRegion(between.cards),
      ...shifted(cards.slice(tail), movedLines, moved),
    ],
    introductions: [
      ...introductions.filter(({ start: from }) => from < first.start),
      ...inRegion(between.introductions),
      ...shifted(
        introductions.filter(({ start: from }) => from >= nextStart),
        movedLines,
        moved,
      ),
    ],
    isClosed: true,
  };
}
