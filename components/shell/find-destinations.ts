import { editDistance } from '#lib/text/edit-distance.ts';

/** What the palette finds something by. */
export interface Findable {
  readonly name: string;
  /** What it is, or where it is: `Page`, `sockets.md:41`. */
  readonly detail: string;
  /** More words to find it by. */
  readonly keywords?: string;
}

/** Somewhere to go on this site. */
export interface Destination extends Findable {
  readonly href: string;
}

/** A word this long may have one slip, or two. */
const lengthForOne = 4;
const lengthForTwo = 8;
/** So much of a card's text is searched for words that are nearly meant. */
const searchedForSlips = 400;

function wordsOf(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

/** How well something has a word as it was typed; lower is better, `null`: it has not. */
function rankExact({ name, detail, keywords = '' }: Findable, word: string): number | null {
  const lower = name.toLowerCase();
  if (wordsOf(lower.replace(/[^\p{L}\p{N}\s]/gu, ' ')).some((each) => each.startsWith(word))) return 0;
  if (lower.includes(word)) return 1;
  return `${detail} ${keywords}`.toLowerCase().includes(word) ? 2 : null;
}

/** The fewest edits that make `word` a word of the text, or the beginning of one; `null`: more than `most`. */
function fewestEdits(word: string, text: string, most: number): number | null {
  const edits = (text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []).flatMap((known) =>
    // The word may not be typed to its end yet.
    [known, known.slice(0, word.length), known.slice(0, word.length + 1)].flatMap(
      (each) => editDistance(word, each, most) ?? [],
    ),
  );
  return edits.length === 0 ? null : Math.min(...edits);
}

/** The same for a word with a slip in it: letters too many, too few, wrong or swapped. */
function rankNear(destination: Findable, word: string): number | null {
  const exact = rankExact(destination, word);
  const most = word.length >= lengthForTwo ? 2 : word.length >= lengthForOne ? 1 : 0;
  if (exact !== null || most === 0) return exact;
  const inName = fewestEdits(word, destination.name, most);
  if (inName !== null) return 2 + inName;
  const rest = `${destination.detail} ${destination.keywords ?? ''}`.slice(0, searchedForSlips);
  const elsewhere = fewestEdits(word, rest, most);
  return elsewhere === null ? null : 4 + elsewhere;
}

/**
 * What has all words of a query, the best first; what is equally good keeps its order. Only where nothing has them as they were
 * typed are slips forgiven.
 */
export function findDestinations<D extends Findable>(query: string, all: readonly D[]): readonly D[] {
  const words = wordsOf(query);
  const ranked = (rank: typeof rankExact) =>
    all
      .flatMap((destination) => {
        const ranks = words.map((word) => rank(destination, word));
        const sum = ranks.reduce<number | null>(
          (before, each) => (before === null || each === null ? null : before + each),
          0,
        );
        return sum === null ? [] : [{ destination, sum }];
      })
      .sort((a, b) => a.sum - b.sum)
      .map(({ destination }) => destination);
  const exact = ranked(rankExact);
  return exact.length > 0 ? exact : ranked(rankNear);
}
