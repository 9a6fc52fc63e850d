import { phraseHtml } from '#lib/deck/phrase-html.ts';
import { plainHtml } from '#lib/deck/plain-html.ts';
import type { Html, Prompt } from '#lib/deck/prompt.ts';
import { shuffled } from '#lib/deck/shuffle.ts';

/** Two sides that belong together. */
type Pair = readonly [left: Html, right: Html];

/** Pairs that are on the table at the same time; no left side fits two right ones. */
export type MatchRound = readonly Pair[];

const mostPairs = 6;
/** With fewer the last ones match themselves. */
const fewestPairs = 3;

/** The rows of a match card belong together; so do all the cards that are asked both ways. */
function groupsOf(prompts: readonly Prompt[]): MatchRound[] {
  const groups: MatchRound[] = [];
  const named: Pair[] = [];
  for (const { body, front } of prompts) {
    if (body.kind === 'match') groups.push(body.pairs);
    const meaning = body.kind === 'basic' && body.asks === 'meaning' ? phraseHtml(body.answer) : null;
    if (meaning !== null) named.push([front, meaning]);
  }
  return [...groups, named];
}

/** Pairs of which no two have the same text on one side. */
function distinct(pairs: MatchRound): Pair[] {
  const seen = new Set<string>();
  return pairs.filter(([left, right]) => {
    const sides = [`<${plainHtml(left)}`, `>${plainHtml(right)}`];
    const isNew = sides.every((side) => !seen.has(side));
    for (const side of sides) seen.add(side);
    return isNew;
  });
}

/**
 * The rounds of a game of matching: each is one table of the deck, or cards that are asked both ways, never two of these
 * mixed, as then a left side could fit two right ones. The same seed gives the same; none where the deck has too few pairs.
 */
export function matchRounds(prompts: readonly Prompt[], rounds: number, seed: string): MatchRound[] {
  const usable = groupsOf(prompts)
    .map((group, index) => shuffled(distinct(group), `${seed}~${String(index)}`).slice(0, mostPairs))
    .filter(({ length }) => length >= fewestPairs);
  return shuffled(usable, seed).slice(0, rounds);
}
